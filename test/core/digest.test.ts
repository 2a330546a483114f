import fc from "fast-check";
import { expect, test } from "vitest";
import { clockOf, parseDigestRequest } from "../../src/core/digest.ts";

function understood(text: string): string {
  const parsed = parseDigestRequest(text);
  if (!parsed.ok) return `${parsed.mistake.kind}: ${parsed.mistake.text}`;
  const { request } = parsed;
  if (request.kind !== "set") return request.kind;
  const { cadence, zone } = request;
  const day = cadence.kind === "weekly" ? [cadence.weekday] : [];
  return [cadence.kind, ...day, clockOf(cadence), ...(zone ? [zone] : [])].join(" ");
}

test.each([
  ["", "show"],
  ["status", "show"],
  ["now", "now"],
  ["现在", "now"],
  ["off", "off"],
  ["stop", "off"],
  ["Cancel", "off"],
  ["关闭", "off"],
  ["停止", "off"],
  ["关", "off"],
  ["daily", "daily 09:00"],
  ["daily 9am", "daily 09:00"],
  ["daily at 9:30 PM", "daily 21:30"],
  ["daily 9", "daily 09:00"],
  ["daily 12am", "daily 00:00"],
  ["daily 9.30", "daily 09:30"],
  ["every day", "daily 09:00"],
  ["everyday at 9", "daily 09:00"],
  ["9:15", "daily 09:15"],
  ["weekdays 8:30 Asia/Shanghai", "weekdays 08:30 Asia/Shanghai"],
  ["every weekday 9am", "weekdays 09:00"],
  ["mon-fri 9:00", "weekdays 09:00"],
  ["weekly", "weekly 1 09:00"],
  ["weekly friday 4pm", "weekly 5 16:00"],
  ["weekly on fridays at 4pm", "weekly 5 16:00"],
  ["weekly 16:00", "weekly 1 16:00"],
  ["weekly 09:00 tues UTC", "weekly 2 09:00 UTC"],
  ["every friday 4pm", "weekly 5 16:00"],
  ["fri", "weekly 5 09:00"],
  ["每天", "daily 09:00"],
  ["每日 9：00", "daily 09:00"],
  ["每天早上9点", "daily 09:00"],
  ["每天 晚上 8点半 Asia/Shanghai", "daily 20:30 Asia/Shanghai"],
  ["每天下午16点", "daily 16:00"],
  ["每天中午12点", "daily 12:00"],
  ["工作日 8点05分", "weekdays 08:05"],
  ["每周", "weekly 1 09:00"],
  ["每周 周五 16:00", "weekly 5 16:00"],
  ["每周五下午4点", "weekly 5 16:00"],
  ["weekly 星期天", "weekly 7 09:00"],
])("“%s” means %s", (text, meant) => {
  expect(understood(text)).toBe(meant);
});

test.each([
  ["monthly", "cadence: monthly"],
  ["每月", "cadence: 每月"],
  ["daily 25:00", "time: 25:00"],
  ["daily 13pm", "time: 13pm"],
  ["daily soon", "time: soon"],
  ["daily 09:00 Mars/Phobos", "zone: Mars/Phobos"],
  ["daily 09:00 UTC extra", "cadence: extra"],
  ["weekly soon", "weekday: soon"],
  ["weekly satan", "weekday: satan"],
  ["constructor", "cadence: constructor"],
])("“%s” is answered with what is wrong: %s", (text, wrong) => {
  expect(understood(text)).toBe(wrong);
});

test("never throws", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseDigestRequest(text)));
});
