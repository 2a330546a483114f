import { describe, expect, test } from "vitest";
import { tagsFor } from "../../../src/core/tags/tagger.ts";

function tagged(title: string, text: string): readonly string[] {
  const request = { title, text, language: "und", hashtags: [], keywords: [], vocabulary: [], limit: 5 };
  return tagsFor(request).map((tag) => tag.text);
}

describe("Chinese tags are names and nouns", () => {
  test("no verb and no piece of a sentence", () => {
    const tags = tagged(
      "旧冰箱里的铜该归谁",
      "一台退役的冰箱值多少钱，没有人答得上来，因为拆解比买新的还贵。回收厂交出的铜足够做两台电机，大家仰望的利润却不见了。",
    );
    for (const scrap of ["人答", "还贵", "退役", "交出", "足够", "仰望", "答得"]) {
      expect(tags.join("|")).not.toContain(scrap);
    }
  });

  test("a noun that every text has is no tag by itself", () => {
    const tags = tagged("水库的秋天", "水库的问题在于材料和时间。公司认为，这些问题和材料都要时间，公司也没有办法。");
    expect(tags).toContain("水库");
    for (const word of ["材料", "问题", "公司", "时间"]) expect(tags).not.toContain(word);
  });

  test("what the dictionary cuts in two is one tag", () => {
    const tags = tagged("提示词的写法", "提示词写得清楚，回答就短。团队把提示词放进仓库，改一次提示词就记一次。");
    expect(tags).toContain("提示词");
    expect(tags).not.toContain("提示");
  });

  test("a title that is the post's own beginning proves no word twice", () => {
    const opening = "湖边的缆索厂停了工";
    expect(tagged(opening, `${opening}，镇上的旅馆也空了。`).join("|")).not.toContain("缆索厂停");
    expect(tagged("一座缆车的新生", "缆车修好了，缆车又开了。")).toContain("缆车");
  });

  test("a noun of one character stays with the word before it", () => {
    const tags = tagged("", "工作流教程更新了。这份工作流教程讲清了工作流。");
    expect(tags.some((tag) => tag.startsWith("流"))).toBe(false);
  });
});

describe("English tags are names and nouns", () => {
  const queues =
    "A queue of jobs that empties in a second is healthy. At the limit the sender waits, or a job is refused. " +
    "Making the sender wait is called backpressure. We'd buy a scalable broker; the broker quantifies delays and drops jobs.";

  test("no verb, no adjective by itself, no piece of a clause", () => {
    const tags = tagged("Why queues fill", queues).join("|");
    expect(tags).toContain("job");
    for (const scrap of ["empties", "waits", "We'd", "quantifies", "healthy", "called", "refused"]) {
      expect(tags).not.toContain(scrap);
    }
    expect(tags.split("|")).not.toContain("scalable");
  });

  test("a participle or a form in -ing that belongs to a name stays in it", () => {
    const text = "Distributed systems use reinforcement learning. Reinforcement learning tunes distributed systems.";
    expect(tagged("", text).map((tag) => tag.toLowerCase())).toEqual(
      expect.arrayContaining(["distributed systems", "reinforcement learning"]),
    );
  });

  test("no address, no day, no possessive", () => {
    const tags = tagged(
      "",
      "On Tuesday afternoon www.example.com showed a harbour of Portugal's, and then another of Portugal's.",
    );
    expect(tags).toContain("Portugal");
    expect(tags.join("|")).not.toMatch(/example|Tuesday|'s/);
  });

  test("of a language whose grammar is not known, only names", () => {
    const text =
      "Der Fluss ist lang und die Brücke über den Fluss ist alt. Im Herbst fahren die Boote von Lindau nach Bregenz, " +
      "oder sie liegen im Hafen und warten auf den Wind.";
    for (const word of ["der", "und", "über", "oder", "alt"]) expect(tagged("", text)).not.toContain(word);
    expect(tagged("", text)).toContain("Fluss");
  });
});

test("a text that gives three good tags gets no more to fill the card", () => {
  const text = "Glaciers move. The glacier moves slowly, and glaciers carve valleys; a valley keeps a lake.";
  const tags = tagged("Glaciers and valleys", text);
  expect(tags.length).toBeGreaterThanOrEqual(3);
  expect(tags.length).toBeLessThan(5);
});
