import { wordTerm } from "../text/terms.ts";

/** Names that mean the same: each line is one thing, the spelling to show first. A closed list, so that nothing is guessed. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["大模型", "大语言模型", "LLM", "LLMs", "large language model", "large language models"],
  ["人工智能", "AI", "artificial intelligence"],
  ["机器学习", "machine learning"],
  ["深度学习", "deep learning"],
  ["强化学习", "reinforcement learning", "RL"],
  ["智能体", "AI智能体", "AI 智能体", "AI agent", "AI agents", "AI Agent"],
  ["自动驾驶", "autonomous driving", "无人驾驶"],
  ["开源", "open source", "open-source"],
  ["具身智能", "embodied AI", "embodied intelligence"],
  ["多模态", "multimodal", "multi-modal"],
];

const plainKey = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/gu, "")
    .split(/[\s\-_]+/u)
    .map(wordTerm)
    .join(" ");

const synonymKeys: ReadonlyMap<string, string> = new Map(
  SYNONYMS.flatMap((group) => group.map((name) => [plainKey(name), plainKey(group[0] ?? name)] as const)),
);

/** Every name of what a tag means, itself first: the closed list of synonyms, or itself alone. */
export function namesOf(tag: string): readonly string[] {
  const key = plainKey(tag);
  const group = SYNONYMS.find((names) => names.some((name) => plainKey(name) === key)) ?? [];
  return [tag, ...group.filter((name) => name !== tag)];
}

/** What makes two tags one: full and half width, case, plural, hyphen or space, and the closed list of synonyms. */
export function tagKey(text: string): string {
  const key = plainKey(text);
  return synonymKeys.get(key) ?? key;
}

/** Whether one tag's words stand inside the other's, in one piece. */
export function contains(outer: string, inner: string): boolean {
  const [whole, part] = [plainKey(outer), plainKey(inner)];
  if (/\p{Script=Han}/u.test(part)) return whole.includes(part);
  return ` ${whole.replaceAll(/(?<=\p{Script=Han})(?=[a-z\d])|(?<=[a-z\d])(?=\p{Script=Han})/gu, " ")} `.includes(
    ` ${part} `,
  );
}
