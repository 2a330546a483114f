import { z } from "zod";

/** What a model must answer. More sentences or numbers than these are no summary. */
export const ModelAnswer = z.object({
  sentences: z
    .array(z.object({ text: z.string().max(2000), rests_on: z.array(z.number().int()).max(50).default([]) }))
    .max(20),
});
export type ModelAnswer = z.infer<typeof ModelAnswer>;

/** The JSON object in an answer, with a code fence or a few words around it taken off. */
function jsonIn(text: string): unknown {
  const start = text.indexOf("{");
  const end = text.lastIndexOf("}");
  if (start < 0 || end < start) return undefined;
  try {
    return JSON.parse(text.slice(start, end + 1));
  } catch {
    return undefined; // Half an object, or several: an everyday answer of a weak model.
  }
}

/** Reads a model's words as an answer; nothing when they are none. */
export function answerIn(text: string): ModelAnswer | undefined {
  const parsed = ModelAnswer.safeParse(jsonIn(text));
  return parsed.success ? parsed.data : undefined;
}
