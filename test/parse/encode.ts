import { TextDecoder } from "@exodus/bytes/encoding.js";

/**
 * Writes a text in a legacy encoding, for tests of reading it: the reverse of the decoder's own table, made by decoding
 * every one- and two-byte sequence. A character that the encoding lacks is an error of the test.
 */
export function encode(text: string, encoding: string): Uint8Array {
  const table = tableOf(encoding);
  const bytes = [...text].flatMap((character) => {
    const code = table.get(character);
    if (!code) throw new Error(`${encoding} has no ${character}`);
    return [...code];
  });
  return Uint8Array.from(bytes);
}

const tables = new Map<string, ReadonlyMap<string, Uint8Array>>();

function tableOf(encoding: string): ReadonlyMap<string, Uint8Array> {
  const known = tables.get(encoding);
  if (known) return known;
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, Uint8Array>();
  const add = (bytes: Uint8Array) => {
    const character = decoder.decode(bytes);
    if ([...character].length === 1 && character !== "\ufffd" && !table.has(character)) table.set(character, bytes);
  };
  for (let byte = 0; byte < 256; byte += 1) add(Uint8Array.of(byte));
  if (/^(?:gb|big5|shift|euc)/.test(encoding)) {
    for (let lead = 0x81; lead < 0xff; lead += 1) {
      for (let trail = 0x40; trail < 0xff; trail += 1) add(Uint8Array.of(lead, trail));
    }
  }
  tables.set(encoding, table);
  return table;
}
