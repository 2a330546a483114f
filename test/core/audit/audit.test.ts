import { describe, expect, test } from "vitest";
import { auditSummary } from "../../../src/core/audit/audit.ts";
import { findingSentence } from "../../../src/core/audit/say.ts";

const POST = `青石研究所去年在海边建成了一座新的潮汐电站，装机容量为三万五千千瓦。
电站由两位工程师带队，历时十八个月。负责人说，“潮水比风守时”，这是选址的理由。
根据测算，电站每年可供应约1.2亿度电，占全岛用电的42%，成本比柴油机低三成。
明年团队会在北岸再建一座，使用名为Tidewheel的叶轮。`;

const kinds = (summary: string, more: object = {}) =>
  auditSummary({ summary, source: POST, postedAt: "2025-03-04T02:00:00Z", ...more }).findings.map(
    ({ kind, claimed }) => `${kind}: ${claimed}`,
  );

describe("an honest summary", () => {
  test("has nothing to be told and stands in the text sentence by sentence", () => {
    const summary =
      "青石研究所2024年在海边建成新的潮汐电站，装机容量3.5万千瓦。电站每年供应1.2亿度电，占全岛用电42%，成本低30%。";
    const audit = auditSummary({ summary, source: POST, postedAt: "2025-03-04T02:00:00Z" });
    expect(audit.findings).toEqual([]);
    expect(audit.sentences.map(({ match }) => match)).toEqual(["paraphrased", "paraphrased"]);
  });

  test("may be copied word for word, with other spacing and marks", () => {
    const audit = auditSummary({ summary: "负责人说，“潮水比风守时”， 这是选址的理由!", source: POST });
    expect(audit.sentences[0]?.match).toBe("quoted");
    const [span] = audit.sentences[0]?.spans ?? [];
    expect(POST.slice(span?.start, span?.end)).toBe("负责人说，“潮水比风守时”，这是选址的理由");
  });
});

describe("years", () => {
  test("a year that 去年 contradicts, given the day of the post, is told with what the text says", () => {
    const [finding] = auditSummary({
      summary: "青石研究所2023年在海边建成潮汐电站。",
      source: POST,
      postedAt: "2025-03-04T02:00:00Z",
    }).findings;
    expect(finding).toMatchObject({ kind: "year", claimed: "2023", said: "去年", means: 2024, onCard: true });
    expect(finding && findingSentence(finding, "en")).toMatchInlineSnapshot(
      `"The file's summary says 2023; the text says “去年”, which is 2024 by the date of the post."`,
    );
    expect(finding && findingSentence(finding, "zh")).toMatchInlineSnapshot(
      `"文件自带的摘要写 2023 年，原文写“去年”，按发布日期应为 2024 年。"`,
    );
  });

  test("明年 means the year after", () => {
    expect(kinds("团队2025年会在北岸再建一座电站。")).toEqual(["year: 2025"]);
    expect(kinds("团队2026年会在北岸再建一座电站。")).toEqual([]);
  });

  test("a file saved in January may hold a post of December, so both years are let be", () => {
    const said = (year: number) =>
      auditSummary({
        summary: `电站在${year}年建成，由青石研究所建在海边。`,
        source: POST,
        savedAt: "2025-01-05T00:00:00Z",
      }).findings.map(({ kind }) => kind);
    expect([2023, 2024, 2021].map(said)).toEqual([[], [], ["year"]]);
  });

  test("the year of writing is taken for granted where the clause has a time of its own", () => {
    const said = (source: string, summary: string) =>
      auditSummary({ summary, source, postedAt: "2025-05-20" }).findings.map(({ kind }) => kind);
    const source = "青石研究所去年试运行旧叶轮，本月发布了新叶轮Tidewheel。";
    expect(said(source, "研究所2025年发布了新叶轮Tidewheel。")).toEqual([]);
    expect(said(source, "研究所2025年试运行旧叶轮。")).toEqual(["year"]);
    expect(said("研究员预测，到明年这时候，新叶轮会供应全岛用电。", "研究员预测新叶轮2025年会供应全岛用电。")).toEqual([
      "year",
    ]);
  });

  test("without any date nothing is said of years that rest on 去年", () => {
    expect(kinds("青石研究所2019年建成潮汐电站。", { postedAt: undefined })).toEqual([]);
  });

  test("English: last year", () => {
    const source = "The bakery opened its second shop last year. It now employs forty people in two towns.";
    const audit = auditSummary({
      summary: "The bakery opened a second shop in 2021. It employs 40 people.",
      source,
      postedAt: "2024-06-01",
    });
    expect(audit.findings.map(({ kind, claimed }) => [kind, claimed])).toEqual([["year", "2021"]]);
  });
});

describe("numbers, quotations, names", () => {
  test("a number that is not there is told beside the one that is", () => {
    const [finding] = auditSummary({ summary: "电站供应全岛用电的57%，每年约1.2亿度。", source: POST }).findings;
    expect(finding).toMatchObject({ kind: "number", claimed: "57%", said: "42%", onCard: false });
  });

  test.each([
    ["装机容量约3.5万千瓦的电站", []],
    ["电站历时18个月建成", []],
    ["电站每年可供应超1亿度电", []],
    ["电站历时28个月建成", ["number: 28"]],
    ["电站占全岛用电的58%", ["number: 58%"]],
    ["电站成本降至柴油机的70%", []],
    ["电站成本比柴油机低九成", ["number: 九成"]],
    ["电站的成本优点：1）比柴油机低；2）海边选址", []],
  ])("%s", (summary, expected) => {
    expect(kinds(summary)).toEqual(expected);
  });

  test("words in quotation marks that nobody wrote, and a name that is not there", () => {
    expect(kinds("负责人称“风比潮水更可靠”，团队选用Windrose叶轮建北岸电站。")).toEqual([
      "quotation: 风比潮水更可靠",
      "name: Windrose",
    ]);
  });

  test("the capital of a sentence's first word makes no name of a common word, unless it has one elsewhere too", () => {
    const source = "The harbour opened a tidal station in March. It lifts water and runs without diesel.";
    const names = (summary: string) =>
      auditSummary({ summary, source }).findings.flatMap(({ kind, claimed }) => (kind === "name" ? claimed : []));
    expect(names("Engineers say the station lifts water. Growth of the harbour followed.")).toEqual([]);
    expect(names("Windrose opened a tidal station in March.")).toEqual(["Windrose"]);
    expect(names("Signal runs the harbour, and water by Signal is lifted.")).toEqual(["Signal", "Signal"]);
  });

  test("a sentence that the text does not bear out is not found", () => {
    const audit = auditSummary({ summary: "研究所还计划在沙漠里种植葡萄并出口红酒。", source: POST });
    expect(audit.sentences[0]?.match).toBe("not found");
    expect(audit.findings.map(({ kind }) => kind)).toEqual(["sentence"]);
  });
});

describe("form", () => {
  test("a false claim of its own length", () => {
    const [finding] = auditSummary({ summary: "青石研究所在海边建成了新的潮汐电站。（99字）", source: POST }).findings;
    expect(finding).toMatchObject({ kind: "length", claimed: "（99字）", actual: 18 });
    expect(finding && findingSentence(finding, "en")).toMatchInlineSnapshot(
      `"The file's summary says “99字” of its length; it has 18 characters."`,
    );
    expect(finding && findingSentence(finding, "zh")).toMatchInlineSnapshot(
      `"文件自带的摘要自称“99字”，实际为 18 字。"`,
    );
  });

  test("a true claim of length is let be, in the text or beside it", () => {
    expect(kinds("青石研究所在海边建成了新的潮汐电站。（18字）")).toEqual([]);
    expect(kinds("青石研究所在海边建成了新的潮汐电站。", { claimedLength: 18 })).toEqual([]);
    expect(kinds("青石研究所在海边建成了新的潮汐电站。", { claimedLength: 100 })).toEqual(["length: 100"]);
  });

  test("stock sentences that fit any page are mock text; a page that says so itself is not", () => {
    const summary =
      "这是一篇关于潮汐领域的论文，主要探讨了最新进展和研究方向。论文提出了一种新的方法来提高电站的性能。这项研究对未来具有重要指导意义。";
    expect(kinds(summary)).toContain(`mock: ${summary}`);
    expect(auditSummary({ summary, source: summary }).findings).toEqual([]);
  });

  test.each(["Here is a summary of the article:", "以下是为您整理的摘要：", "根据您的要求", "Sure, I can do that."])(
    "%s is a note to the prompter, and no sentence of the summary",
    (note) => {
      const audit = auditSummary({ summary: `${note}\n青石研究所在海边建成了新的潮汐电站。`, source: POST });
      expect(audit.findings.map(({ kind }) => kind)).toEqual(["note"]);
      expect(audit.sentences).toHaveLength(1);
    },
  );

  test("a merge that was never finished", () => {
    const summary = "<<<<<<< HEAD\n青石研究所在海边建成了新的潮汐电站。\n=======\n>>>>>>> 1a2b3c4 (tidy)";
    expect(kinds(summary)).toEqual(["conflict: <<<<<<< HEAD", "conflict: =======", "conflict: >>>>>>> 1a2b3c4 (tidy)"]);
  });
});

test("a Chinese summary of an English page is compared by names and numbers only, and says so", () => {
  const source = "We introduce Tidewheel, a turbine that reaches 35,000 kW and cuts costs by 30% on 1.2M homes.";
  const audit = auditSummary({ summary: "作者提出Tidewheel涡轮，成本降低30%，覆盖120万户。该设计前景很好。", source });
  expect(audit).toMatchObject({ isForeign: true, findings: [] });
  expect(audit.sentences.map(({ match }) => match)).toEqual(["paraphrased", "not found"]);
});
