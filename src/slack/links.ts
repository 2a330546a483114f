import { z } from "zod";

/** A rich_text element, as deep as Footnote looks. */
interface RichElement {
  readonly type: string;
  readonly url?: string | undefined;
  readonly text?: string | undefined;
  readonly style?: { readonly code?: boolean | undefined } | undefined;
  readonly elements?: readonly RichElement[] | undefined;
}

const RichElementSchema: z.ZodType<RichElement> = z.lazy(() =>
  z.object({
    type: z.string(),
    url: z.string().optional(),
    text: z.string().optional().catch(undefined),
    style: z.object({ code: z.boolean().optional() }).optional().catch(undefined),
    elements: z.array(RichElementSchema).optional().catch(undefined),
  }),
);
const RichTextBlock = z.object({ type: z.literal("rich_text"), elements: z.array(RichElementSchema) });

/** Slack's own hosts: a link to a message, a file or the app directory is nothing to read. */
const SLACK_HOST = /(^|\.)(slack\.com|slack-edge\.com|slack-files\.com|slack-redir\.net)$/i;

/**
 * The links a person put into a message, in order, each once: from its rich_text blocks when it has any (there code
 * is told from text), else from its mrkdwn text.
 */
export function linksInMessage(message: { readonly text?: string; readonly blocks?: unknown }): readonly string[] {
  const blocks = Array.isArray(message.blocks) ? message.blocks : [];
  const rich = blocks.map(readRichText).filter((block) => block !== undefined);
  const found =
    rich.length > 0 ? rich.flatMap(({ elements }) => linksInElements(elements)) : linksIn(message.text ?? "");
  return [...new Set(found)];
}

/** Undefined for every other block, and for one that is nested deeper than anyone writes. */
function readRichText(block: unknown): z.infer<typeof RichTextBlock> | undefined {
  try {
    return RichTextBlock.safeParse(block).data;
  } catch {
    return undefined;
  }
}

function linksInElements(elements: readonly RichElement[]): readonly string[] {
  return elements.flatMap((element) => {
    if (element.type === "rich_text_preformatted" || element.style?.code) return [];
    if (element.type === "link" && element.url) return wanted(element.url, element.text) ? [element.url] : [];
    return linksInElements(element.elements ?? []);
  });
}

/**
 * The links of a mrkdwn text, `<url>` or `<url|label>`, in order, unescaped once. Links inside `code` and
 * ```code blocks```, to Slack itself, and bare domains that Slack made into links are left alone.
 */
export function linksIn(mrkdwn: string): readonly string[] {
  const withoutCode = mrkdwn.replace(/```[\s\S]*?(```|$)/g, " ").replace(/`[^`\n]*`/g, " ");
  const links: string[] = [];
  for (const [, url = "", label] of withoutCode.matchAll(/<(https?:\/\/[^<>|]*)(?:\|([^<>]*))?>/gi)) {
    const address = unescapeMrkdwn(url);
    if (wanted(address, label === undefined ? undefined : unescapeMrkdwn(label))) links.push(address);
  }
  return links;
}

/** Text as it was before Slack escaped it. */
export function unescapeMrkdwn(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function wanted(url: string, label: string | undefined): boolean {
  if (!URL.canParse(url)) return /^https?:\/\//i.test(url);
  const { hostname, protocol, pathname, search } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") return false;
  if (SLACK_HOST.test(hostname)) return false;
  const bareDomain = pathname === "/" && search === "" && label !== undefined && label.toLowerCase() === hostname;
  return !bareDomain;
}
