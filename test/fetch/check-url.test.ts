import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FootnoteError, type ProblemCode } from "../../src/core/problems.ts";
import { checkUrl } from "../../src/fetch/check-url.ts";

function codeOf(url: string, allowHosts: readonly string[] = []): ProblemCode | undefined {
  try {
    checkUrl(url, allowHosts);
    return undefined;
  } catch (error) {
    if (error instanceof FootnoteError) return error.code;
    throw error;
  }
}

test.for([
  "http://example.com/",
  "https://example.com:8443/a?b#c",
  "http://example.com:8080/",
  "https://example.com.",
  "https://例え.jp/ページ",
  "https://1.1.1.1/",
  "https://[2606:4700::1111]/",
  "http://local.example.com/",
  "http://lan.org/",
])("%s may be tried", (url) => expect(codeOf(url)).toBeUndefined());

const LOOPBACK_SPELLINGS = [
  "http://127.0.0.1/",
  "http://127.1/",
  "http://127.0.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://017700000001/",
  "http://0x7f.0x0.0x0.0x1/",
  "http://127.0.0.1./",
  "http://127.000.000.001/",
  "http://１２７.０.０.１/",
  "http://127。0。0。1/",
  "http://127．0．0．1/",
  "http://127｡0｡0｡1/",
  "http://①②⑦.0.0.1/",
  "http://%31%32%37.0.0.1/",
  "http://127%2e0%2e0%2e1/",
  "http://[::1]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::127.0.0.1]/",
  "http://[64:ff9b::127.0.0.1]/",
  "http://[2002:7f00:1::]/",
  "http://[2001:0:7f00:1::]/",
  "http://[::]/",
  "http://0/",
  "http://0.0.0.0/",
  "http://00000000/",
  "http://[::ffff:0:127.0.0.1]/",
  "http:\\\\127.0.0.1\\",
  "http:/127.0.0.1/",
  "http:127.0.0.1",
  "  http://127.0.0.1/",
  "ht\ntp://127.\t0.0.1/",
  "HTTP://127.0.0.1",
  "//127.0.0.1".replace("//", "http:////"),
  "http://localhost/",
  "http://LOCALHOST/",
  "http://localhost./",
  "http://localhost../",
  "http://ｌｏｃａｌｈｏｓｔ/",
  "http://a.localhost/",
  "http://loc%61lhost/",
  "http://localhost.localdomain/",
];
describe("every spelling of this machine is blocked", () => {
  test.for(LOOPBACK_SPELLINGS)("%j", (url) => expect(codeOf(url)).toBe("ADDRESS_BLOCKED"));
});

test.for([
  "http://intranet/",
  "http://wiki/page",
  "http://printer.local/",
  "http://nas.lan/",
  "http://vault.internal/",
  "http://metadata.google.internal/computeMetadata/v1/",
  "http://router.home.arpa/",
  "http://abc.onion/",
  "http://169.254.169.254/latest/meta-data/",
  "http://[fd00:ec2::254]/",
  "http://100.100.100.200/",
  "http://168.63.129.16/",
  "http://[fe80::1]/",
  "http://10.0.0.1:6379/",
  "http://192.168.1.1/",
  "http://255.255.255.255/",
  "http://224.0.0.1/",
])("%s is blocked", (url) => expect(codeOf(url)).toBe("ADDRESS_BLOCKED"));

test.for([
  ["ftp://example.com/", "URL_SCHEME"],
  ["file:///etc/passwd", "URL_SCHEME"],
  ["javascript:alert(1)", "URL_SCHEME"],
  ["data:text/html,hi", "URL_SCHEME"],
  ["gopher://example.com/", "URL_SCHEME"],
  ["ws://example.com/", "URL_SCHEME"],
  ["blob:https://example.com/1", "URL_SCHEME"],
  ["http://user:pw@example.com/", "URL_CREDENTIALS"],
  ["http://example.com@127.0.0.1/", "URL_CREDENTIALS"],
  ["http://:pw@example.com/", "URL_CREDENTIALS"],
  ["http://example.com:22/", "URL_PORT"],
  ["http://example.com:0/", "URL_PORT"],
  ["https://example.com:6379/", "URL_PORT"],
  ["http://[::1/", "URL_INVALID"],
  ["http://%/", "URL_INVALID"],
  ["http://", "URL_INVALID"],
  ["example.com", "URL_INVALID"],
  ["", "URL_INVALID"],
  ["http://[fe80::1%25eth0]/", "URL_INVALID"],
  ["http://256.256.256.256/", "URL_INVALID"],
  ["http://1.2.3.4.5/", "URL_INVALID"],
  ["http://exa mple.com/", "URL_INVALID"],
  [`http://example.com/${"a".repeat(9_000)}`, "URL_INVALID"],
] as const)("%.60s is refused as %s", ([url, code]) => expect(codeOf(url)).toBe(code));

test("the length is told", () => {
  expect(() => checkUrl(`http://example.com/${"a".repeat(8_981)}`)).toThrow(
    expect.objectContaining({ say: "That link is too long (9,000 characters; at most 4,096)." }),
  );
});

describe("the allow-list", () => {
  const list = ["wiki:8090", "[::1]:8080", "Intranet.Local:80"];
  test.for(["http://wiki:8090/page", "http://[::1]:8080/", "http://[0:0::1]:8080/", "http://intranet.local/"])(
    "opens %s",
    (url) => {
      expect(codeOf(url, list)).toBeUndefined();
    },
  );
  test.for([
    "http://wiki/",
    "http://wiki:8091/",
    "http://[::1]:8081/",
    "https://intranet.local/",
    "http://xintranet.local/",
  ])("does not open %s", (url) => expect(codeOf(url, list)).toBe("ADDRESS_BLOCKED"));
  test("does not open a port of another name", () => expect(codeOf("http://a.wiki:8090/", list)).toBe("URL_PORT"));
  test("does not open what holds a password", () =>
    expect(codeOf("http://me:x@wiki:8090/", list)).toBe("URL_CREDENTIALS"));
});

test("any text gives a URL or a sentence", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.webUrl({ withFragments: true }),
        fc.ipV4Extended().map((ip) => `http://${ip}/`),
      ),
      (text) => {
        const code = codeOf(text);
        if (code === undefined) expect(new URL(text).hostname).toContain(".");
      },
    ),
  );
});
