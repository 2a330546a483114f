import type { Span } from "../page.ts";

/** How a sentence of a summary stands in the text it was made from. */
export type Match = "quoted" | "paraphrased" | "not found";

/** One sentence of a summary with the passages it rests on; `spans` point into the item's text. */
export interface SummarySentence {
  readonly text: string;
  readonly spans: readonly Span[];
  readonly match: Match;
}

/** With what a summary was made. */
export type SummaryMethod =
  /** Written by a person from the card; it is theirs, so nothing is said of where it stands in the text. */
  | { readonly kind: "person"; readonly by: string; readonly at: string }
  /** The text is so short that it is its own summary. */
  | { readonly kind: "whole" }
  /** Sentences taken from the text; `weights` names the fitted weights. */
  | { readonly kind: "extractive"; readonly weights: string }
  /** Written by a model and checked; `promptHash` is SHA-256, hex. */
  | { readonly kind: "model"; readonly model: string; readonly promptHash: string };

/** Why the configured model's words are not there: no usable answer, the day's allowance spent, or the page wants no model. */
export const MODEL_NOTES = ["failed", "spent", "refused"] as const;
export type ModelNote = (typeof MODEL_NOTES)[number];

/** A summary with its evidence, in reading order. */
export interface Summary {
  /** What the card shows. */
  readonly sentences: readonly SummarySentence[];
  /** What the longer summary of the modal has beside them; absent from summaries of older versions and from those that a person wrote. */
  readonly more?: readonly SummarySentence[];
  readonly method: SummaryMethod;
  /** Why the configured model's words are not here, for the modal. */
  readonly note?: ModelNote;
}

/** The longer summary: the card's sentences and those that only the modal has, in reading order; what a model wrote, in the model's. */
export function longerSummary({ sentences, more = [], method }: Summary): readonly SummarySentence[] {
  if (method.kind !== "extractive") return [...sentences, ...more];
  return [...sentences, ...more].sort((a, b) => (a.spans[0]?.start ?? 0) - (b.spans[0]?.start ?? 0));
}

/** The summary's sentences as one paragraph; Chinese sentences stand without a space between them. */
export function summaryText(sentences: readonly SummarySentence[]): string {
  return sentences.reduce((text, { text: next }) => {
    const joint = text === "" || /[。！？…；”」』）]$/.test(text) ? "" : " ";
    return text + joint + next;
  }, "");
}

/** What a summariser is given. */
export interface SummaryRequest {
  readonly title: string;
  /** Plain text, paragraphs parted by a blank line. */
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
  readonly hashtags: readonly string[];
  /** The most characters (UTF-16 code units) of all sentences together. */
  readonly maxCharacters: number;
  /** The same with those that the modal has {@link Summary.more}; without it there are none. */
  readonly longerCharacters?: number;
  /** The most sentences, where fewer than fit are wanted. */
  readonly maxSentences?: number;
  /** BCP 47: the language to write in, where a channel wants another than the item's. Only a model can. */
  readonly writeIn?: string;
  /** The team id whose allowance a model's answer is taken from. */
  readonly workspace?: string;
  /** The page asks not to be given to a model. */
  readonly noModel?: boolean;
}

/** Shortens a text. Two of these exist: extractive, and one that asks a model. */
export interface Summariser {
  /** Never throws on any text; an empty text gives no sentences. Spans are exact. */
  summarise(request: SummaryRequest): Promise<Summary>;
}
