import * as cheerio from "cheerio";
import type { Element } from "domhandler";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readableCopy } from "../../../src/parse/html/readable-copy.ts";
import { type ReadableNode, readableElement, readableText } from "../../../src/parse/html/readable-node.ts";

const copyOf = (html: string) => readableCopy(cheerio.load(html)("html")[0] as Element);

describe("the copy", () => {
  test("has the texts of the page in order, without comments, empty elements and indentation", () => {
    const { documentElement, title } = copyOf(
      "<title>Ropes</title><!-- x --><body>\n  <p>One <b>two</b> three</p>\n<div><span></span></div><hr>four</body>",
    );
    expect(title).toBe("Ropes");
    expect(documentElement.textContent).toBe("RopesOne two threefour");
    expect(documentElement.getElementsByTagName("span")).toHaveLength(0);
    expect(documentElement.querySelectorAll("p,hr").map(({ tagName }) => tagName)).toEqual(["P", "HR"]);
  });

  test("knows what hides an element", () => {
    const { body } = copyOf(
      `<p style="color:red; Display : NONE">a</p><p style="visibility:hidden">b</p><p hidden>c</p>`,
    );
    const [a, b, c] = body?.children ?? [];
    expect([a?.style.display, b?.style.visibility, c?.hasAttribute("hidden")]).toEqual(["none", "hidden", true]);
  });

  test("is kept and given back by the body", () => {
    const { body } = copyOf("<body><p>One</p><p>Two</p></body>");
    const kept = body?.innerHTML;
    body?.firstChild?.remove();
    expect(body?.textContent).toBe("Two");
    for (let time = 0; time < 2; time += 1) if (body) body.innerHTML = kept;
    expect(body?.textContent).toBe("OneTwo");
    expect(body?.firstChild?.firstChild?.source?.data).toBe("One");
  });
});

/** The text without anything kept, and the links between siblings checked on the way. */
function slowText(node: ReadableNode): string {
  if (node.nodeType === 3) return node.textContent;
  const children = node.childNodes;
  for (const [index, child] of children.entries()) {
    expect(child.parentNode).toBe(node);
    expect(child.previousSibling).toBe(children[index - 1] ?? null);
  }
  expect(node.lastChild).toBe(children.at(-1) ?? null);
  return children.map(slowText).join("");
}

test("texts and siblings are right after any moves", () => {
  const move = fc.tuple(fc.constantFrom("append", "replace", "remove"), fc.nat(19), fc.nat(19));
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const nodes = Array.from({ length: 20 }, (_, i) => (i % 3 === 2 ? readableText(`${i} `) : readableElement("p")));
      for (const [kind, a, b] of moves) {
        const one = nodes[a] as ReadableNode;
        const other = nodes[b] as ReadableNode;
        if (kind === "remove") one.remove();
        if (holds(one, other)) continue;
        if (kind === "append" && other.nodeType === 1) other.appendChild(one);
        if (kind === "replace") other.parentNode?.replaceChild(one, other);
        for (const node of nodes) expect(node.textContent).toBe(slowText(node));
      }
    }),
    { numRuns: 60 },
  );
});

function holds(outer: ReadableNode, inner: ReadableNode): boolean {
  for (let at: ReadableNode | null = inner; at; at = at.parentNode) if (at === outer) return true;
  return false;
}
