import { describe, expect, test } from "vitest";
import { languageOf } from "../../src/core/language.ts";

describe("the language is decided by the letters and words of the text", () => {
  test.for([
    ["我们昨天在公园里散步，看见许多花。", "zh"],
    ["使用 PyTorch 实现 Transformer 的方法与经验", "zh"],
    ["日语里的「ありがとう」是谢谢的意思，我们在课上学过很多次，也听老师讲过它的来历。", "zh"],
    ["昨日は公園を散歩した", "ja"],
    ["어제 우리는 공원을 걸었다", "ko"],
    ["The harbour wakes before the gulls do, and it is never quiet again.", "en"],
    ["Das Boot fährt um sechs Uhr morgens über den See.", "de"],
    ["El barco sale a las seis de la mañana y cruza el lago.", "es"],
    ["Лодка уходит в шесть утра и пересекает озеро.", "ru"],
    ["يغادر القارب في السادسة صباحا ويعبر البحيرة", "ar"],
    ["OK", "und"],
    ["", "und"],
    ["12345 67890", "und"],
  ] as const)("%s is %s", ([text, language]) => {
    expect(languageOf(text)).toBe(language);
  });
});

test("a wrong declaration does not change what the text is", () => {
  expect(languageOf("我们昨天在公园里散步，看见许多花。", "en")).toBe("zh");
  expect(languageOf("The harbour wakes before the gulls do, and it is never quiet again.", "zh-CN")).toBe("en");
});

test("a declaration breaks a tie: a Japanese headline without kana", () => {
  expect(languageOf("東京都知事選挙結果発表")).toBe("zh");
  expect(languageOf("東京都知事選挙結果発表", "ja-JP")).toBe("ja");
});
