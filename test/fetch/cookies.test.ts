import fc from "fast-check";
import { expect, test } from "vitest";
import { openCookies } from "../../src/fetch/cookies.ts";

const PAGE = new URL("https://news.example.co.uk/a/b");

/** The header that goes to `to` after `from` set these cookies. */
function sent(setCookie: readonly string[], to: string, from: URL = PAGE): string {
  const cookies = openCookies();
  cookies.take(from, setCookie);
  return cookies.headerFor(new URL(to));
}

test("a cookie goes back to the host that set it, on any path", () => {
  expect(sent(["a=1; Path=/x; HttpOnly", "b=x=y"], "https://news.example.co.uk/z")).toBe("a=1; b=x=y");
  expect(sent(["a=1"], "https://www.news.example.co.uk/")).toBe("");
  expect(sent(["a=1"], "https://example.co.uk/")).toBe("");
});

test("a host may speak for what stands above it, up to the name that was registered", () => {
  expect(sent(["a=1; Domain=.Example.co.uk"], "https://consent.example.co.uk/")).toBe("a=1");
  expect(sent(["a=1; Domain=co.uk"], "https://other.co.uk/")).toBe("");
  expect(sent(["a=1; Domain=other.example"], "https://other.example/")).toBe("");
  expect(sent(["a=1; Domain=example.co.uk"], "https://badexample.co.uk/")).toBe("");
  const pages = new URL("https://a.github.io/");
  expect(sent(["a=1; Domain=github.io"], "https://b.github.io/", pages)).toBe("");
});

test("a secure cookie stays on https", () => {
  expect(sent(["a=1; Secure"], "https://news.example.co.uk/")).toBe("a=1");
  expect(sent(["a=1; Secure"], "http://news.example.co.uk/")).toBe("");
});

test("a later cookie replaces an earlier one, and an expired one takes it away", () => {
  expect(sent(["a=1", "a=2"], PAGE.href)).toBe("a=2");
  expect(sent(["a=1", "a=; Max-Age=0"], PAGE.href)).toBe("");
});

test("what is no cookie, too long or too many is left out", () => {
  expect(sent(["", "=", "=x", "a", "a b=1", "é=1", `a=${"x".repeat(5_000)}`], PAGE.href)).toBe("");
  const many = Array.from({ length: 90 }, (_, at) => `c${at}=1`);
  expect(sent(many, PAGE.href).split("; ")).toHaveLength(50);
});

test("whatever a site sets, the header is one line of ASCII", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (lines) => {
      expect(sent([...lines, "a=1"], PAGE.href)).toMatch(/^[ -~]+$/);
    }),
  );
});
