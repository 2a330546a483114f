import type { Span } from "../page.ts";
import { CHINESE_NUMERALS, chineseNumber } from "./chinese-numerals.ts";
import { halfWidth } from "./half-width.ts";

/** A number as a text gives it. */
export interface Figure extends Span {
  /** The number with its unit, as written. */
  readonly text: string;
  /** What it may mean: `4K` is 4000 or 4. Percentages, 成 and 折 are given as a share of one hundred. */
  readonly values: readonly number[];
  /** The place of its last digit that counts: 0.01 for `1.25`, 1000 for `23000`, 1e4 for `3万`. It may be rounded by half of this. */
  readonly place: number;
  readonly isPercent: boolean;
  /** A word beside it says that it is not exact: 约, 超, 多, `about`, `over`. */
  readonly isLoose: boolean;
  /** What it counts is measured, not merely listed: a scale, a percentage, a currency, a unit. */
  readonly isMeasured: boolean;
  /** It belongs to a name or a label: `GPT-4`, `v2`, `CVE-2025-31250`, `1）`. */
  readonly isLabel: boolean;
  /** It is a word of a Latin script that is a plain number: `forty`. */
  readonly isWord: boolean;
  /** What it says has gone down or is left over, so that 80% less and 20% left may be one. */
  readonly isLess: boolean;
}

const SCALE_WORDS: Readonly<Record<string, number>> = {
  万亿: 1e12,
  兆: 1e12,
  千亿: 1e11,
  百亿: 1e10,
  十亿: 1e9,
  亿: 1e8,
  千万: 1e7,
  百万: 1e6,
  十万: 1e5,
  万: 1e4,
  千: 1e3,
  百: 1e2,
  k: 1e3,
  m: 1e6,
  b: 1e9,
  t: 1e12,
  mn: 1e6,
  bn: 1e9,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};

/** These letters may be something else than a scale (a `4K` screen, `8 m`, `2 t`), so the bare number stays a possible meaning. */
const LETTER_SCALE = /^[kmt]$/i;

const ARABIC =
  /(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?<decimals>\.\d+)?(?<loose>\s?(?:余|多|几|\+))?(?<scale>\s?(?:万亿|千亿|百亿|十亿|千万|百万|十万|[亿万百兆]|千(?![瓦克米赫卡伏焦])|(?:thousand|million|billion|trillion|bn|mn|[kmbt])(?![a-z])))?(?<power>\s?[×x*]\s?10\s?(?:\^?\{?[-−]?\d{1,3}\}?|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}))?(?<tail>\s?\\?(?:%|％|percent|个百分点|百分点|成|折))?/giu;

const UNIT_AFTER =
  /^\s?(?:多|余|几)?\s?(?:个)?(?:%|％|倍|x\b|×|度|°|秒|分钟|小时|毫秒|纳秒|微秒|天|周|月|年|岁|元|美元|人民币|欧元|英镑|日元|km|公里|米|厘米|毫米|纳米|公斤|千克|克|吨|瓦|字节|比特|赫兹|[kmgtp]?b(?:\/s|ps)?\b|[kmg]?hz\b|[mkuµn]?[sm]\b|kwh\b|[kmg]w\b|tops\b|fps\b|times\b|fold\b|percent|seconds?|minutes?|hours?|days?|weeks?|months?|years?|dollars?|euros?|usd\b|rmb\b|tokens?\b|人|名|位|家|篇|辆|台|颗|项|款|首|部|亿|万)/iu;
const UNIT_BEFORE = /(?:[$€£¥￥]|US\$|USD|RMB|HK\$)\s?$/iu;
const LOOSE_BEFORE =
  /(?:约|大约|近|将近|接近|超|超过|逾|上|达到?近|至少|最多|不足|不到|低于|高于|about|around|nearly|almost|over|under|roughly|approximately|some|more than|less than|at least|up to|fewer than|below|above|~|≈|>|<|≥|≤)\s?$/iu;
/** Up to a few words before a number. */
const LESS_BEFORE =
  /(?:降|减|跌|节[省约]|[少剩仅]|余下|低|cut|reduc|sav|drop|fell|fall|less|fewer|lower|remain|left|only)[^，,。.；;]{0,10}$/iu;
const LOOSE_AFTER = /^\s?(?:多|余|几|\+|以上|以下|左右|上下|or more|or so)/iu;

/** Where a digit run belongs to a name: letters or a joint of a name right before it, or letters right behind that are no unit. */
const NAME_BEFORE = /(?:[\p{Script=Latin}\p{Script=Greek}_#@\\]|[\p{Script=Latin}\p{N}π][-–.:])$/u;
const NAME_AFTER = /^(?:[-–]?(?!\s)[a-z]{2,}\d|[a-z]\d|[-–][a-z]\b|[dD]\b|[gG]\b(?!B)|\.\d+\.\d)/u;
const LIST_MARK_AFTER = /^\s?[)）、.．](?!\d)/u;

function decimalPlace(whole: string, decimals: string): number {
  if (decimals !== "") return 10 ** -(decimals.length - 1);
  const zeros = /0*$/.exec(whole)?.[0].length ?? 0;
  return zeros >= whole.length ? 1 : 10 ** zeros;
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function powerOfTen(power: string): number {
  const exponent = power
    .replace(/^\s?[×x*]\s?10\s?/iu, "")
    .replace(/[⁻−]/gu, "-")
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/gu, (digit) => String(SUPERSCRIPTS.indexOf(digit)))
    .replace(/[{}^]/gu, "");
  return power === "" ? 1 : 10 ** Number(exponent);
}

function share(tail: string): number {
  return tail.trim() === "成" || tail.trim() === "折" ? 10 : 1;
}

/** What stands around a figure, as far as it matters. */
function surroundings(text: string, start: number, end: number) {
  const before = text.slice(Math.max(0, start - 12), start);
  const after = text.slice(end, end + 16);
  return { before, after };
}

function isListMark(text: string, start: number, after: string): boolean {
  return LIST_MARK_AFTER.test(after) && /(?:^|[\s（(：:；;，,。])$/u.test(text.slice(Math.max(0, start - 1), start));
}

function arabicFigure(text: string, match: RegExpMatchArray, at: number): Figure {
  const { whole = "", decimals = "", loose = "", scale = "", power = "", tail = "" } = match.groups ?? {};
  const end = at + match[0].length;
  const { before, after } = surroundings(text, at, end);
  const plain = Number(whole.replaceAll(",", "") + decimals);
  const word = scale.trim().toLowerCase();
  const factor = (SCALE_WORDS[word] ?? 1) * powerOfTen(power) * share(tail);
  const values = LETTER_SCALE.test(word) ? [plain * factor, plain] : [plain * factor];
  const isPercent = tail !== "";
  return {
    start: at,
    end,
    text: match[0].trim(),
    values,
    place: decimalPlace(whole.replaceAll(",", ""), decimals) * factor,
    isPercent,
    isLoose: loose !== "" || LOOSE_BEFORE.test(before) || LOOSE_AFTER.test(after),
    isMeasured: isPercent || scale !== "" || power !== "" || UNIT_BEFORE.test(before) || UNIT_AFTER.test(after),
    isLabel: NAME_BEFORE.test(before) || NAME_AFTER.test(after) || isListMark(text, at, after),
    isWord: false,
    isLess: LESS_BEFORE.test(before),
  };
}

/** Words in which a numeral counts nothing, and numerals that mean "many". */
const IDIOM_BEFORE = /(?:第|之|唯|统|同|万|另|某|几|数|好|任|每|逐|单|不|有|上|成|专|进|星期|周|礼拜|其|再|千|不|四)$/u;
const IDIOM_AFTER =
  /^(?:些|样|般|起|直|定|致|旦|切|体|流|线|键|经|边|番|站|分|众|方|点|下|面|心|手|代|带|块|次性|如|味|律|贯|同|并|旦|度|来|者|则|向|是|能|角|维码|元|等|级|进|农|川|足|字)/u;

function chineseFigure(text: string, run: string, at: number): Figure {
  const end = at + run.length;
  const { before, after } = surroundings(text, at, end);
  const isTenths = /^成(?!为|功|立|本|果|员|型|就|长|熟|绩|名|交|分|人)/u.test(after);
  const isHundredths = /百分之$/u.test(before);
  const value = chineseNumber(run) * (isTenths ? 10 : 1);
  const isIdiom = IDIOM_BEFORE.test(before) || IDIOM_AFTER.test(after) || /^[百千万亿零〇]+$/u.test(run);
  const start = isHundredths ? at - "百分之".length : at;
  const wholeEnd = isTenths ? end + 1 : end;
  return {
    start,
    end: wholeEnd,
    text: text.slice(start, wholeEnd),
    values: [value],
    place: decimalPlace(String(Math.trunc(value)), ""),
    isPercent: isTenths || isHundredths,
    isLoose: /[数几近约超上]$/u.test(before) || LOOSE_AFTER.test(after),
    isMeasured: isTenths || isHundredths || UNIT_AFTER.test(after),
    isLabel: isIdiom && !isHundredths,
    isWord: false,
    isLess: LESS_BEFORE.test(before),
  };
}

/** Words that are a number without numerals. */
const WORD_FIGURES: readonly (readonly [RegExp, readonly number[], boolean])[] = [
  [/一半|过半|半数|\bhalf\b|\bhalved\b|减半/giu, [50, 0.5], true],
  [/三分之二|\btwo[- ]thirds\b/giu, [66.7, 2 / 3], true],
  [/三分之一|\b(?:a|one)[- ]third\b/giu, [33.3, 1 / 3], true],
  [/四分之三|\bthree[- ]quarters\b/giu, [75, 0.75], true],
  [/四分之一|\b(?:a|one)[- ]quarter\b/giu, [25, 0.25], true],
  [/翻倍|翻番|翻了一番|\b(?:double[sd]?|twice|two-?fold)\b/giu, [2, 100], false],
  [/\b(?:triple[sd]?|three-?fold)\b/giu, [3, 200], false],
  [/数量级|\borders? of magnitude\b/giu, [10, 100, 1000], false],
  [/\bdozens?\b/giu, [12], false],
];

const ENGLISH_NUMBERS: Readonly<Record<string, number>> = Object.fromEntries([
  ...`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen`
    .split(" ")
    .map((word, at) => [word, at + 1] as const),
  ...`twenty thirty forty fifty sixty seventy eighty ninety hundred`
    .split(" ")
    .map((word, at) => [word, (at + 2) * 10] as const),
]);
const ENGLISH_NUMBER = new RegExp(
  `\\b(${Object.keys(ENGLISH_NUMBERS).join("|")})(?:[\\s-](hundred|thousand|million|billion))?\\b`,
  "giu",
);

function wordFigures(text: string): readonly Figure[] {
  const base = { isLoose: true, isMeasured: false, isLabel: true, isWord: false, isLess: false, place: 1 };
  const fixed = WORD_FIGURES.flatMap(([pattern, values, isPercent]) =>
    [...text.matchAll(pattern)].map((match) => ({
      ...base,
      start: match.index,
      end: match.index + match[0].length,
      text: match[0],
      values,
      isPercent,
    })),
  );
  const english = [...text.matchAll(ENGLISH_NUMBER)].map((match) => {
    const scale = match[2]?.toLowerCase() === "hundred" ? 100 : (SCALE_WORDS[match[2]?.toLowerCase() ?? ""] ?? 1);
    const value = (ENGLISH_NUMBERS[(match[1] ?? "").toLowerCase()] ?? 0) * scale;
    return {
      ...base,
      start: match.index,
      end: match.index + match[0].length,
      text: match[0],
      values: [value],
      isPercent: false,
      isWord: true,
    };
  });
  return [...fixed, ...english];
}

/**
 * Every number of a text, in no set order: Arabic digits with 万/亿/千, k/M/B and percent, powers of ten, Chinese numerals,
 * and a few words that are numbers (一半, `half`, `twice`, `three`). Never throws; linear in the text's length.
 */
export function figuresIn(original: string): readonly Figure[] {
  const text = halfWidth(original);
  const arabic = [...text.matchAll(ARABIC)].map((match) => arabicFigure(text, match, match.index));
  const chinese = [...text.matchAll(CHINESE_NUMERALS)]
    .filter((match) => !/\d\s?$/u.test(text.slice(Math.max(0, match.index - 2), match.index)))
    .map((match) => chineseFigure(text, match[0], match.index));
  return [...arabic, ...chinese, ...wordFigures(text)];
}
