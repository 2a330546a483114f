import { byName } from "./text/by-name.ts";

const WEEKDAYS = byName({
  monday: "一",
  tuesday: "二",
  wednesday: "三",
  thursday: "四",
  friday: "五",
  saturday: "六",
  sunday: "日 天",
});

/**
 * Puts what is Chinese in a digest request into the English words that are read, with spaces around, for Chinese stands
 * without: `每周五下午4点半` becomes `friday 4:30pm`. What is not known stays as it is.
 */
export function chineseDigestWords(text: string): string {
  return clockTimes(text)
    .replace(/每?个?(?:周|星期|礼拜)([一二三四五六日天])/g, (_, day: string) => ` ${WEEKDAYS[day]} `)
    .replace(/每?个?工作日/g, " weekdays ")
    .replace(/每天|每日|天天/g, " daily ")
    .replace(/每周|每个?星期/g, " weekly ")
    .replace(/现在|立即|马上/g, " now ")
    .replace(/关闭|停止|取消|^\s*[关停]\s*$/g, " off ");
}

function clockTimes(text: string): string {
  return text
    .replace(/(\d)[点时](?:(\d{1,2})分?|(半))?/g, (_, hour: string, minute: string | undefined, half?: string) => {
      return `${hour}:${half ? "30" : (minute ?? "0").padStart(2, "0")} `;
    })
    .replace(/(凌晨|早上|上午|中午|下午|晚上)\s*(\d{1,2})(:\d\d)?/g, (_, part: string, hour: string, minute = "") => {
      if (Number(hour) > 12) return ` ${hour}${minute}`;
      return ` ${hour}${minute}${/凌晨|早上|上午/.test(part) ? "am" : "pm"} `;
    });
}
