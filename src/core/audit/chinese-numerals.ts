const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const SCALES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

/** A run of Chinese numerals, with a decimal part if there is one (`三点五`). The 千 of 千瓦, 千克, 千米 belongs to the unit. */
export const CHINESE_NUMERALS =
  /(?:[零〇一二两三四五六七八九十百万亿]|千(?![瓦克米赫卡伏焦]))+(?:点[零〇一二三四五六七八九]+)?/gu;

function wholePart(run: string): number {
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of run) {
    const place = PLACES[character];
    const scale = SCALES[character];
    if (place !== undefined) {
      section += (digit || 1) * place;
      digit = 0;
    } else if (scale !== undefined) {
      total = (total + section + digit || 1) * scale;
      section = 0;
      digit = 0;
    } else digit = DIGITS[character] ?? 0;
  }
  return total + section + digit;
}

/**
 * The value of a run that {@link CHINESE_NUMERALS} found: `三千五百` is 3500, `一百二十万` is 1,200,000, `二〇二四` (digits alone) is 2024.
 * Odd runs (`百百`) give some number, never an error.
 */
export function chineseNumber(run: string): number {
  const [whole = "", decimals = ""] = run.split("点");
  const digitsAlone = [...whole].every((character) => character in DIGITS);
  const value = digitsAlone ? Number([...whole].map((character) => DIGITS[character]).join("")) : wholePart(whole);
  return decimals === "" ? value : value + Number(`0.${[...decimals].map((character) => DIGITS[character]).join("")}`);
}
