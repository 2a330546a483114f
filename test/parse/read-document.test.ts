import { expect, test } from "vitest";
import { previewDocument, readDocument } from "../../src/parse/read-document.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const PROSE = "The lock keeper opens the upper gate at seven, and by eight the first barge has gone down. ".repeat(5);

test("the bytes decide which reader reads", async () => {
  const html = await readDocument({
    bytes: bytes(`<title>Locks</title><article><p>${PROSE}</p></article>`),
    filename: "locks.txt.html",
  });
  const text = await readDocument({ bytes: bytes(PROSE), filename: "locks.txt" });
  const feed = await readDocument({
    bytes: bytes("<rss><channel><title>Locks</title><item><title>Gate</title></item></channel></rss>"),
    url: "https://example.org/feed",
  });
  const image = await readDocument({
    bytes: Buffer.from("89504e470d0a1a0a0000000d", "hex"),
    url: "https://example.org/gate.png",
  });
  expect([html, text, feed, image]).toMatchObject([
    { kind: "page", page: { reader: "html", title: "Locks" } },
    { kind: "page", page: { language: "en" } },
    { kind: "page", page: { kind: "feed" } },
    { kind: "page", page: { kind: "image", title: "gate.png" } },
  ]);
});

test("a page that names itself by a whole book is cut short", async () => {
  const title = Array.from({ length: 100_000 }, (_, at) => `w${at}`).join(" ");
  const reading = await readDocument({ bytes: bytes(`<title>${title}</title><article><p>${PROSE}</p></article>`) });
  expect(reading).toMatchObject({ kind: "page", page: { title: title.slice(0, 1_000) } });
});

test("a link file leads to its address", async () => {
  const file = { bytes: bytes("[InternetShortcut]\r\nURL=https://example.org/locks\r\n"), filename: "locks.url" };
  expect(await readDocument(file)).toEqual({ kind: "link", url: "https://example.org/locks" });
});

test("what is no text is refused in words", async () => {
  await expect(
    readDocument({ bytes: bytes("MZ\u0000\u0001\u0002\u0003\u0000\u0000\u0004\u0005\u0006"), filename: "lock.exe" }),
  ).rejects.toMatchObject({
    code: "UNSUPPORTED_TYPE",
    details: { filename: "lock.exe" },
  });
  await expect(readDocument({ bytes: bytes("  \n") })).rejects.toMatchObject({ code: "EMPTY" });
});

test("a preview asks nothing of a document that is no page", async () => {
  expect(await previewDocument({ bytes: bytes("%PDF-1.7 \u0000") })).toEqual({});
});
