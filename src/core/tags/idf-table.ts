/** Looks up how rare a word is; larger is rarer. */
export type Idf = (word: string) => number | undefined;

const SPACE = 0x20;
const NEWLINE = 0x0a;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), FNV_PRIME);
  return hash >>> 0 || 1;
}

/**
 * Reads lines of `word idf` into a table of hashes: 4 MB where a Map of the same words takes 30.
 * Two words with one 32-bit hash share a value (about one word in fifteen thousand), which a ranking can bear.
 * @param lines UTF-8, as `idf.txt` of jieba
 */
export function idfTable(lines: Uint8Array): Idf {
  const slots = 2 ** 19;
  const hashes = new Uint32Array(slots);
  const values = new Float32Array(slots);
  const slotOf = (hash: number) => {
    let slot = hash & (slots - 1);
    while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & (slots - 1);
    return slot;
  };
  const decoder = new TextDecoder();
  for (let start = 0, kept = 0; start < lines.length && kept < slots - 1; kept += 1) {
    const newline = lines.indexOf(NEWLINE, start);
    const end = newline < 0 ? lines.length : newline;
    const space = lines.indexOf(SPACE, start);
    if (space > start && space < end) {
      const hash = hashOf(lines, start, space);
      const slot = slotOf(hash);
      hashes[slot] = hash;
      values[slot] = Number.parseFloat(decoder.decode(lines.subarray(space + 1, end)));
    }
    start = end + 1;
  }
  const encoder = new TextEncoder();
  return (word) => {
    const bytes = encoder.encode(word);
    const slot = slotOf(hashOf(bytes, 0, bytes.length));
    return hashes[slot] === 0 ? undefined : values[slot];
  };
}
