import { describe, expect, test } from "vitest";
import { readEml } from "../../../src/parse/files/eml.ts";
import { readMhtml } from "../../../src/parse/files/mhtml.ts";
import { aMessage, anMhtml } from "./a-message.ts";

describe("a web archive", () => {
  test("is its main page, under the address it was saved from", async () => {
    const page = await readMhtml(anMhtml());
    expect(page).toMatchObject({
      reader: "mhtml",
      title: "How the Harbour Wall Was Built",
      claimedUrl: "https://harbour.example/wall",
    });
    expect(page.text).toContain("Paragraph 3 tells how the harbour wall was built");
    expect(page.text).not.toContain("Buy a boat");
    expect(page.claims?.savedAt).toBe("2024-03-05T10:15:00.000Z");
  });

  test("without a page inside, or with a broken boundary, it is told", async () => {
    const style = [{ headers: { "Content-Type": "text/css" }, body: "p {}" }];
    const headers = { "MIME-Version": "1.0", "Content-Type": "multipart/related" };
    await expect(readMhtml(aMessage(headers, style, "a.mhtml"))).rejects.toMatchObject({ code: "FILE_INVALID" });
    const broken = aMessage(
      { ...headers, "Content-Type": 'multipart/related; boundary="other"' },
      "--=_sea\n\nwords\n",
      "a.mhtml",
    );
    await expect(readMhtml(broken)).rejects.toMatchObject({ code: "FILE_INVALID", details: { filename: "a.mhtml" } });
  });
});

describe("a newsletter", () => {
  const headers = {
    From: '"The Harbour Letter" <letter@harbour.example>',
    To: "reader@example.org",
    Subject: "=?UTF-8?B?RndkOiBTYW5kIGFuZCB3YWxscw==?=",
    Date: "Tue, 5 Mar 2024 10:15:00 +0100",
    "MIME-Version": "1.0",
  };

  test("gives its text, sender, date and its page in the browser, without the footer", async () => {
    const html = `<html><body><div style="display:none">preview words</div><table><tr><td><a href="https://letter.example/7">View in browser</a></td></tr>
<tr><td><h1>Sand</h1></td></tr><tr><td><p>The wall holds.</p><p>Read <a href="https://harbour.example/report?utm_source=x">the report</a> now.</p></td></tr>
<tr><td>You are receiving this because you asked. <a href="https://letter.example/unsubscribe">Unsubscribe</a></td></tr></table></body></html>`;
    const page = await readEml(
      aMessage({ ...headers, "Content-Type": "text/html; charset=utf-8" }, html, "letter.eml"),
    );
    expect(page).toMatchObject({
      reader: "eml",
      title: "Sand and walls",
      author: "The Harbour Letter",
      publishedAt: "2024-03-05T09:15:00.000Z",
      claimedUrl: "https://letter.example/7",
    });
    expect(page.text).toBe("Sand\n\nThe wall holds.\n\nRead the report now.");
    expect(page.links.map((link) => link.label)).toEqual(["the report"]);
  });

  test("in plain text has its lines joined", async () => {
    const text =
      "The wall holds, and the harbour has not been dredged since the\nspring before last, which saves the town a good deal of money.\n\nMore: https://harbour.example/report\n";
    const page = await readEml(aMessage({ ...headers, "Content-Type": "text/plain" }, text, "letter.eml"));
    expect(page.text).toBe(
      "The wall holds, and the harbour has not been dredged since the spring before last, which saves the town a good deal of money.\n\nMore: https://harbour.example/report",
    );
    expect(page.links.map((link) => link.url)).toEqual(["https://harbour.example/report"]);
  });

  test("without any text it is told", async () => {
    await expect(readEml(aMessage({ ...headers, "Content-Type": "text/plain" }, "\n", "a.eml"))).rejects.toMatchObject({
      code: "NO_CONTENT",
    });
  });
});
