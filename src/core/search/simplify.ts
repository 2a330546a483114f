import characters from "opencc-js/dict/TSCharacters";

/** Traditional characters with the simplified one that OpenCC puts first. One character for one: enough to find, not to read. */
const SIMPLIFIED: ReadonlyMap<string, string> = new Map(
  characters.split("|").map((entry) => {
    const [traditional = "", simplified = ""] = entry.split(" ");
    return [traditional, simplified];
  }),
);

/** A character in simplified Chinese; any other text comes back as it is, traditional characters in it too. */
export function simplifiedCharacter(character: string): string {
  return SIMPLIFIED.get(character) ?? character;
}

/** A text with traditional Chinese characters replaced by simplified ones; the number of code points stays. */
export function simplified(text: string): string {
  return text.replace(/\p{Script=Han}/gu, simplifiedCharacter);
}
