const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS = [
  ...["january", "february", "march", "april", "may", "june", "july"],
  ...["august", "september", "october", "november", "december"],
];
const CHINESE_WEEKDAY = /^(?:周|星期|礼拜)([一二三四五六日天])$/;
const CHINESE_MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/**
 * The weekday of a name, 1 for Monday to 7 for Sunday (ISO 8601): `fri`, `Fridays`, `周五`. Any beginning of three
 * letters or more will do.
 */
export function weekdayNamed(name: string): number | undefined {
  const [, chinese] = CHINESE_WEEKDAY.exec(name) ?? [];
  if (chinese) return "一二三四五六日".indexOf(chinese.replace("天", "日")) + 1;
  return numberIn(WEEKDAYS, name.toLowerCase().replace(/(?<=day)s$/, ""));
}

/** The month of a name, 1 to 12: `nov`, `November`, `11月`, `十一月`. */
export function monthNamed(name: string): number | undefined {
  const [, digits, chinese] = /^(?:(\d{1,2})|([一二三四五六七八九十]{1,2}))月$/.exec(name) ?? [];
  if (digits) return Number(digits) >= 1 && Number(digits) <= 12 ? Number(digits) : undefined;
  if (chinese) return CHINESE_MONTHS.includes(chinese) ? CHINESE_MONTHS.indexOf(chinese) + 1 : undefined;
  return numberIn(MONTHS, name.toLowerCase());
}

function numberIn(names: readonly string[], beginning: string): number | undefined {
  const at = beginning.length < 3 ? -1 : names.findIndex((name) => name.startsWith(beginning));
  return at < 0 ? undefined : at + 1;
}
