import { expect, test } from "vitest";
import { fragmentText } from "../../src/parse/fragment-text.ts";

test("breaks, blocks and list items become lines and paragraphs", () => {
  expect(fragmentText("one<br>two<p>three</p><ul><li>four<li>five</ul>six")).toBe(
    "one\ntwo\n\nthree\n\nfour\nfive\n\nsix",
  );
});

test("scripts, players and pictures say nothing", () => {
  expect(fragmentText('a<script>b()</script><video><p>c</p></video><img alt="d">e<!-- f -->')).toBe("ae");
});

test("what is no element stays as words", () => {
  expect(fragmentText("n<m, p<0.05, vector<int> and a <token> end")).toBe("n<m, p<0.05, vector<int> and a token end");
});

test("markup that was escaped twice is read twice", () => {
  expect(fragmentText("&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two &amp;amp; three&lt;/p&gt;")).toBe("one\n\ntwo & three");
});

test("links are shown as the caller says, with what stands before them", () => {
  const seen: unknown[] = [];
  const text = fragmentText('code: <a href="https://a.example/x?b=1&amp;c=2"><b>here</b></a>.', {
    link: (link) => {
      seen.push(link);
      return "[link]";
    },
  });
  expect(text).toBe("code: [link].");
  expect(seen).toEqual([{ url: "https://a.example/x?b=1&c=2", label: "here", before: "code: " }]);
});

test("joiners stay in emoji and go elsewhere", () => {
  expect(fragmentText("👩‍🔧 中\u200d文 a\u200bb")).toBe("👩‍🔧 中文 ab");
});

test("tags without end take linear time", () => {
  const start = performance.now();
  fragmentText('<a "<a" '.repeat(20_000));
  expect(performance.now() - start).toBeLessThan(2_000);
});

test("a tag with an unseen character in it is no text either", () => {
  expect(fragmentText("<span>灯塔</\u200bspan><br>开放")).toBe("灯塔\n开放");
});
