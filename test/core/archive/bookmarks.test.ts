import fc from "fast-check";
import { expect, test } from "vitest";
import { bookmarksIn, isBookmarks } from "../../../src/core/archive/bookmarks.ts";

test("links are read in order, with what browsers put around them", () => {
  const text = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p>
  <DT><H3 ADD_DATE="1">Reading</H3>
  <DL><p>
    <DT><A HREF="https://example.org/?a=1&amp;b=2" ADD_DATE="2" ICON="data:image/png;base64,AAAA">Tides &amp; <b>lights</b></A>
    <dt><a add_date="3" href='https://example.org/two'>&#28783;&#x5854;</a>
    <DT><A ADD_DATE="4">no address</A>
    <DT><A HREF=https://example.org/bare>bare</A>
  </DL>`;
  expect(isBookmarks(text)).toBe(true);
  expect([...bookmarksIn(text)]).toEqual([
    { url: "https://example.org/?a=1&b=2", title: "Tides & lights" },
    { url: "https://example.org/two", title: "灯塔" },
    { url: "https://example.org/bare", title: "bare" },
  ]);
});

test("a page about bookmarks is no bookmarks file", () => {
  expect(isBookmarks("<!doctype html><title>NETSCAPE-Bookmark-file-1</title>")).toBe(false);
});

test("no text makes it throw or linger", () => {
  const pieces = fc.array(
    fc.constantFrom("<A ", "<a ", "HREF=", '"', "'", ">", "</A", "&#", ";", "&amp;", "x", "&#99999999;"),
  );
  fc.assert(fc.property(pieces, (parts) => Array.isArray([...bookmarksIn(parts.join(""))])));
  const started = performance.now();
  for (const part of ["<a ", '<a href="', "<a href=x>", "<a href=x><b ", "<a href='x'>y</a>", "<a >"]) {
    const count = Array.from(bookmarksIn(`${part.repeat(200_000)}>`)).length;
    expect(count).toBeLessThanOrEqual(200_000);
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("letters that grow when they are made small, and links that never end, cost no other link", () => {
  const names = ["İstanbul", "İzmir", "İznik", "Iğdır"];
  const closed = names.map((name) => `<DT><A HREF="https://example.org/${name}">${name}</A>\n<DD>A town`).join("\n");
  expect([...bookmarksIn(closed)]).toEqual(names.map((name) => ({ url: `https://example.org/${name}`, title: name })));
  const open = names.map((name) => `<DT><A HREF="https://example.org/${name}">${name}`).join("");
  expect([...bookmarksIn(open)].map(({ title }) => title)).toEqual(names);
});
