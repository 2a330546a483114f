/** A sentence as a bag: each term with its weight. */
export type TermVector = ReadonlyMap<string, number>;

/** More sentences than this are not compared pair by pair, which keeps the work linear in the length of a text. */
export const MOST_COMPARED = 120;
const DAMPING = 0.85; // Mihalcea and Tarau 2004.
const ROUNDS = 20;

/**
 * Weighs each term of each sentence by how often it stands there and how few sentences have it (tf x isf).
 * @param sentences the terms of each sentence
 */
export function termVectors(sentences: readonly (readonly string[])[]): readonly TermVector[] {
  const holders = new Map<string, number>();
  for (const terms of sentences) for (const term of new Set(terms)) holders.set(term, (holders.get(term) ?? 0) + 1);
  return sentences.map((terms) => {
    const vector = new Map<string, number>();
    for (const term of terms) vector.set(term, (vector.get(term) ?? 0) + 1);
    for (const [term, count] of vector) {
      vector.set(term, count * Math.log(1 + sentences.length / (holders.get(term) ?? 1)));
    }
    return vector;
  });
}

const norm = (vector: TermVector) => Math.sqrt([...vector.values()].reduce((sum, weight) => sum + weight * weight, 0));

/** The cosine of the angle between two bags, 0 to 1; 0 when either is empty. */
export function cosine(one: TermVector, other: TermVector): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  let dot = 0;
  for (const [term, weight] of small) dot += weight * (large.get(term) ?? 0);
  return dot === 0 ? 0 : dot / (norm(one) * norm(other));
}

/** The sum of all bags: what the text as a whole is about. */
export function centroidOf(vectors: readonly TermVector[]): TermVector {
  const centroid = new Map<string, number>();
  for (const vector of vectors) {
    for (const [term, weight] of vector) centroid.set(term, (centroid.get(term) ?? 0) + weight);
  }
  return centroid;
}

function similarities(vectors: readonly TermVector[]): readonly Float64Array[] {
  const norms = vectors.map(norm);
  const rows = vectors.map(() => new Float64Array(vectors.length));
  const holders = new Map<string, { readonly sentence: number; readonly weight: number }[]>();
  vectors.forEach((vector, sentence) => {
    const row = rows[sentence];
    for (const [term, weight] of vector) {
      const before = holders.get(term) ?? [];
      for (const other of before) if (row) row[other.sentence] = (row[other.sentence] ?? 0) + weight * other.weight;
      before.push({ sentence, weight });
      holders.set(term, before);
    }
  });
  rows.forEach((row, one) => {
    for (let other = 0; other < one; other += 1) {
      const dot = row[other] ?? 0;
      const value = dot === 0 ? 0 : dot / ((norms[one] ?? 1) * (norms[other] ?? 1));
      row[other] = value;
      const mirrored = rows[other];
      if (mirrored) mirrored[one] = value;
    }
  });
  return rows;
}

/**
 * How much each sentence is voted for by the sentences like it: TextRank (Mihalcea and Tarau 2004) on cosines.
 * The highest value is 1. Sentences after the first {@link MOST_COMPARED} get 0.
 */
export function textRank(vectors: readonly TermVector[]): readonly number[] {
  const compared = vectors.slice(0, MOST_COMPARED);
  const rows = similarities(compared);
  const outgoing = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
  let ranks = compared.map(() => 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const shares = ranks.map((rank, at) => ((outgoing[at] ?? 0) > 0 ? rank / (outgoing[at] ?? 1) : 0));
    ranks = rows.map(
      (row) => 1 - DAMPING + DAMPING * row.reduce((sum, value, at) => sum + value * (shares[at] ?? 0), 0),
    );
  }
  const highest = Math.max(1e-9, ...ranks);
  return vectors.map((_, at) => (ranks[at] ?? 0) / highest);
}
