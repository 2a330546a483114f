import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { charsetOf, decodeHtml, decodeText } from "../../src/parse/encoding.ts";
import { readHtml } from "../../src/parse/html/read-html.ts";
import { encode } from "./encode.ts";

const TWINS: readonly (readonly [string, string, string])[] = [
  [
    "gbk",
    "渡口的钟",
    "渡口的钟每天敲两次，早上一次，晚上一次。住在对岸的人听见钟声，就知道最后一班船要开了，于是加快脚步赶过来。",
  ],
  [
    "big5",
    "渡口的鐘",
    "渡口的鐘每天敲兩次，早上一次，晚上一次。住在對岸的人聽見鐘聲，就知道最後一班船要開了，於是加快腳步趕過來。",
  ],
  [
    "shift_jis",
    "渡し場の鐘",
    "渡し場の鐘は一日に二度鳴ります。向こう岸に住む人たちはその音を聞くと、最後の舟が出ることを知り、急いで坂を下りてきます。",
  ],
  [
    "euc-jp",
    "渡し場の鐘",
    "渡し場の鐘は一日に二度鳴ります。向こう岸に住む人たちはその音を聞くと、最後の舟が出ることを知り、急いで坂を下りてきます。",
  ],
  [
    "euc-kr",
    "나루터의 종",
    "나루터의 종은 하루에 두 번 울립니다. 건너편에 사는 사람들은 그 소리를 듣고 마지막 배가 떠난다는 것을 알고 서둘러 내려옵니다.",
  ],
  [
    "windows-1251",
    "Колокол у переправы",
    "Колокол у переправы звонит дважды в день. Люди на том берегу слышат его и знают, что скоро уйдёт последняя лодка, и спешат вниз.",
  ],
];

const page = (title: string, text: string, charset?: string) =>
  `<!doctype html><html><head>${charset ? `<meta charset="${charset}">` : ""}<title>${title}</title></head><body><article><h1>${title}</h1><p>${text}</p><p>${text}</p></article></body></html>`;

describe.for(TWINS)("a page in %s reads as its UTF-8 twin", ([encoding, title, text]) => {
  const twin = readHtml({ bytes: new TextEncoder().encode(page(title, text)) });
  const own = (charset?: string) => encode(page(title, text, charset), encoding);

  test("as it declares itself in <meta>", () => {
    expect(readHtml({ bytes: own(encoding) })).toEqual(twin);
  });

  test("as HTTP declares it", () => {
    expect(readHtml({ bytes: own(), contentType: `text/html; charset=${encoding}` })).toEqual(twin);
  });

  test("without a declaration", () => {
    expect(readHtml({ bytes: own() })).toEqual(twin);
  });

  test.for(["utf-8", "iso-8859-1", "gb2312", "big5", "shift_jis", "euc-kr", "windows-1251"])(
    "declared as %s",
    (wrong) => {
      expect(readHtml({ bytes: own(wrong) }).text).toBe(twin.text);
    },
  );
});

const SINGLE_BYTE: readonly (readonly [string, string])[] = [
  ["windows-1251", "Жители деревни каждое утро переходят мост пешком, чтобы успеть на автобус до города."],
  ["koi8-r", "Жители деревни каждое утро переходят мост пешком, чтобы успеть на автобус до города."],
  ["koi8-u", "Мешканці села щоранку переходять його пішки, щоб устигнути на автобус до міста."],
  ["iso-8859-5", "Жители деревни каждое утро переходят мост пешком, чтобы успеть на автобус до города."],
  ["ibm866", "Жители деревни каждое утро переходят мост пешком, чтобы успеть на автобус до города."],
  ["windows-1250", "Mieszkańcy wsi każdego ranka przechodzą przez most pieszo, żeby zdążyć na autobus do miasta."],
  ["iso-8859-2", "Obyvatelé vesnice po něm každé ráno přecházejí pěšky, aby stihli autobus, šli už v šest."],
  ["windows-1252", "Cette année, la commune a enfin trouvé de l’argent, et l’on répare le garde-fou."],
  ["windows-1253", "Κάθε πρωί οι κάτοικοι του χωριού περνούν τη γέφυρα για να προλάβουν το λεωφορείο."],
  ["windows-1254", "Köylüler her sabah şehre giden otobüse yetişmek için köprüyü yürüyerek geçiyor."],
  ["windows-1255", "בכל בוקר תושבי הכפר חוצים אותו ברגל כדי להספיק לאוטובוס לעיר."],
  ["windows-1256", "يعبره سكان القرية كل صباح سيرا على الأقدام ليلحقوا بالحافلة إلى المدينة."],
  ["windows-1257", "Pavasarį vanduo pakyla taip aukštai, kad lentos tampa slidžios, o turėklai siūbuoja."],
  ["windows-874", "ทุกเช้าชาวบ้านเดินข้ามสะพานเพื่อไปขึ้นรถประจำทางเข้าเมือง"],
];

describe.for(SINGLE_BYTE)("a page in %s", ([encoding, sentence]) => {
  const around = "<p>The survey looked at forty bridges and wrote down every repair.</p>";
  const bytes = (charset?: string) => encode(`${page("Bridge", sentence, charset)}${around.repeat(6)}`, encoding);

  test("is told without a declaration, in the midst of English", () => {
    expect(decodeHtml(bytes()).text).toContain(sentence);
  });

  test.for(["utf-8", "iso-8859-1", "bogus"])("is told when it declares %s", (wrong) => {
    expect(decodeHtml(bytes(wrong)).text).toContain(sentence);
  });

  test("is believed when it declares itself", () => {
    expect(decodeHtml(bytes(encoding))).toMatchObject({ encoding });
  });
});

test.for(["koi8-r", "windows-1251"])(
  "Russian that declares the other Russian encoding than %s is still read",
  (own) => {
    const sentence = "Жители деревни каждое утро переходят мост пешком, чтобы успеть на автобус до города.";
    const other = own === "koi8-r" ? "windows-1251" : "koi8-r";
    expect(decodeHtml(encode(page("Мост", sentence, other), own)).text).toContain(sentence);
  },
);

test.for([undefined, "windows-1252"])("curly apostrophes are no Japanese (declared: %s)", (charset) => {
  const text = "The bridge’s boards are wet, it isn’t safe, and the mayor’s men won’t mend it. “They’re late.”";
  expect(decodeHtml(encode(page("The mayor’s bridge", text, charset), "windows-1252")).text).toContain(text);
});

test("a list of words in two languages keeps the encoding it declares", () => {
  const pairs = "für – dla, über – nad, schön – piękny, müde – zmęczony, Löwe – lew, König – król, Äpfel – jabłka";
  expect(decodeHtml(encode(page("Słownik", pairs, "windows-1250"), "windows-1250")).text).toContain(pairs);
});

test("a page of rare names, and one of a single word, is told", () => {
  const names = "赵翊霆、钱昱璘、孙沅芷、李泓澈、周琬琰、吴翀、郑瑜珺出席了会议。";
  expect(decodeHtml(encode(page("名单", names), "gbk")).text).toContain(names);
  const word = page("一座老桥", "The bridge was built in the last century.");
  expect(decodeHtml(encode(word, "gbk")).text).toBe(word);
});

test("traditional characters in GBK are told", () => {
  const text = "橋是上個世紀修建的，從那以後一次也沒有修過。村裡的人每天早上都要走過這座橋去趕車。";
  expect(decodeHtml(encode(page("橋", text), "gbk")).text).toContain(text);
});

test.for([undefined, "utf-8", "shift_jis", "iso-2022-jp"])(
  "ISO-2022-JP is told by its switches (declared: %s)",
  (declared) => {
    const jis = Buffer.concat([
      Buffer.from(`<meta charset="${declared ?? ""}"><title>x</title><p>`),
      Buffer.from("\x1b$B@n$N66\x1b(B", "latin1"), // 川の橋
      Buffer.from(" bridge</p>"),
    ]);
    expect(decodeHtml(jis).text).toContain("川の橋 bridge");
  },
);

test("UTF-8 with one broken character is UTF-8 without a declaration too", () => {
  const bytes = new TextEncoder().encode(page("钟", `${"渡口的钟每天敲两次。".repeat(20)}\u0000`));
  bytes[bytes.indexOf(0)] = 0xe6;
  expect(decodeHtml(bytes)).toMatchObject({ encoding: "utf-8" });
});

test("UTF-8 stays UTF-8, whatever HTTP and the page declare", () => {
  const bytes = new TextEncoder().encode(page("Größe", "Übergänge über die Straße", "iso-8859-1"));
  expect(decodeHtml(bytes, "text/html; charset=windows-1252")).toMatchObject({ encoding: "utf-8" });
});

test("one broken character in a page of UTF-8 does not make it another encoding", () => {
  const bytes = new TextEncoder().encode(page("钟", `${"渡口的钟每天敲两次。".repeat(20)}\u0000`, "utf-8"));
  bytes[bytes.indexOf(0)] = 0xe6;
  expect(decodeHtml(bytes)).toMatchObject({ encoding: "utf-8" });
});

test("a declaration deep in the head is found, within 64 kB", () => {
  const html = `<head><script>${"x".repeat(30_000)}</script><meta charset="windows-1251"></head><p>Колокол у переправы</p>`;
  expect(decodeHtml(encode(html, "windows-1251")).text).toContain("Колокол");
});

test("a byte order mark decides, and UTF-16 is told without one", () => {
  const wide = Buffer.from("<p>渡口</p><p>a long enough tail</p>", "utf16le");
  expect(decodeHtml(Buffer.concat([Buffer.of(0xff, 0xfe), wide])).text).toContain("渡口");
  expect(decodeHtml(wide)).toMatchObject({ encoding: "utf-16le" });
});

test("a charset parameter is found however it is written", () => {
  expect(charsetOf('text/html; Charset = "GBK"')).toBe("GBK");
  expect(charsetOf("text/html")).toBeUndefined();
  expect(charsetOf(undefined)).toBeUndefined();
});

test("any bytes decode, and UTF-8 always comes back", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => typeof decodeHtml(bytes).text === "string"));
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 8 }), (text) => {
      fc.pre(!text.includes("\u0000") && !text.startsWith("\ufeff"));
      expect(decodeText(new TextEncoder().encode(text)).text).toBe(text);
    }),
  );
});
