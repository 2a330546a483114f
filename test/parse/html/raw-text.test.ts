import * as cheerio from "cheerio";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseHtml } from "../../../src/parse/html/html-page.ts";
import { holdBack } from "../../../src/parse/html/raw-text.ts";
import { refusePathological } from "../../../src/parse/html/scan.ts";

const long = (text: string) => text + "/* knots and splices */ ".repeat(8);

test("long scripts and styles are kept from the parser and given back", () => {
  const html = `<title>t</title><style>${long("p > a {}")}</style><script type="x">${long("if (a<b) c('</p>')\r\n")}</script><p>One`;
  expect(holdBack(html, refusePathological(html)).texts).toHaveLength(2);
  expect(parseHtml(html).html()).toBe(cheerio.load(html).html());
});

test("any soup of scripts is parsed as if nothing had been held back", () => {
  const piece = fc.constantFrom(
    "<script>",
    "<script src='a>b'>",
    "</script>",
    "</SCRIPT >",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<p title='<script>'>",
    "<select>",
    "<frameset>",
    "<template>",
    "<plaintext>",
    "one < two",
    "footnote-raw-text-0",
    long("three"),
    long("\0\r\n"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const html = pieces.join("");
      expect(parseHtml(html).html()).toBe(cheerio.load(html).html());
    }),
    { numRuns: 1_500 },
  );
});
