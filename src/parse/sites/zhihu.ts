import type { HtmlPage } from "../html/html-page.ts";
import { dateOfSeconds, embeddedJson, numberAt, textAt, valueAt, valuesAt } from "./script-data.ts";
import { lineOf, partOf, partOfMarkup, type SiteFindings, type SiteReader } from "./site-reader.ts";

/** Zhihu: an article, an answer with its question, a question with the answers on its page, a pin. */
export const zhihu: SiteReader = {
  name: "zhihu",
  hosts: /^(?:zhuanlan\.)?zhihu\.com$/,
  read: (page, address) => {
    const data = embeddedJson(page.$, "script#js-initialData");
    const entities = valueAt(data, "initialState", "entities");
    const id = /\/(?:p|answer|pin|question)\/(\d+)\/?$/.exec(address.pathname)?.[1];
    if (id === undefined) return undefined;
    const article = valueAt(entities, "articles", id);
    if (article !== undefined) return entityOf(page, article, textAt(article, "title"), "article");
    const answer = valueAt(entities, "answers", id);
    if (answer !== undefined) return entityOf(page, answer, textAt(answer, "question", "title"), "post");
    const question = valueAt(entities, "questions", id);
    return question === undefined ? readDom(page) : questionOf(page, question, valuesAt(entities, "answers"));
  },
};

function entityOf(
  page: HtmlPage,
  entity: unknown,
  title: string | undefined,
  kind: "article" | "post",
): SiteFindings | undefined {
  const html = textAt(entity, "content");
  if (html === undefined) return undefined;
  const { text, links } = partOfMarkup(html, page.base);
  return {
    kind,
    site: "Zhihu",
    title,
    author: textAt(entity, "author", "name"),
    publishedAt: dateOfSeconds(numberAt(entity, "created") ?? numberAt(entity, "createdTime")),
    modifiedAt: dateOfSeconds(numberAt(entity, "updated") ?? numberAt(entity, "updatedTime")),
    text,
    links,
  };
}

/** The question, then what was answered, each under the name of who did. */
function questionOf(page: HtmlPage, question: unknown, answers: readonly unknown[]): SiteFindings | undefined {
  const detail = partOfMarkup(textAt(question, "detail") ?? "", page.base);
  const parts = answers.map((answer) => partOfMarkup(textAt(answer, "content") ?? "", page.base));
  const text = [detail, ...parts]
    .map((part) => part.text)
    .filter(Boolean)
    .join("\n\n");
  if (text === "") return undefined;
  return {
    kind: "post",
    site: "Zhihu",
    title: textAt(question, "title"),
    author: textAt(question, "author", "name"),
    publishedAt: dateOfSeconds(numberAt(question, "created")),
    text,
    links: [detail, ...parts].flatMap(({ links }) => links),
  };
}

/** A page saved by a browser has lost its data but shows the text. */
function readDom(page: HtmlPage): SiteFindings | undefined {
  const body = partOf(
    page,
    ".Post-RichText, .RichContent-inner .RichText, .QuestionRichText .RichText",
    ".ContentItem-actions",
  );
  if (body.text === "") return undefined;
  return {
    kind: /zhuanlan/.test(page.address ?? "") ? "article" : "post",
    site: "Zhihu",
    title: lineOf(page, "h1.Post-Title, h1.QuestionHeader-title"),
    author: lineOf(page, ".AuthorInfo .UserLink-link, .AuthorInfo-name"),
    text: body.text,
    links: body.links,
  };
}
