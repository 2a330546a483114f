import frequencies from "./english-frequencies.json" with { type: "json" };

const known: Readonly<Record<string, number>> = frequencies.documents;
/** A word that no counted text has is a little rarer than the rarest counted. */
const UNSEEN = 0.5;
const rarest = Math.log(frequencies.total / UNSEEN);

/** Whether the counted texts have an English stem. */
export function isCounted(stemmed: string): boolean {
  return Object.hasOwn(known, stemmed);
}

/** How rare an English stem is: 0 when every counted text has it, 1 when none has (idf over the largest idf). */
export function rarityOf(stemmed: string): number {
  const documents = Object.hasOwn(known, stemmed) ? (known[stemmed] ?? UNSEEN) : UNSEEN;
  return Math.max(0, Math.log(frequencies.total / Math.max(UNSEEN, documents)) / rarest);
}
