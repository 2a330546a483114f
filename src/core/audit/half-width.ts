/** The text with full-width letters, digits and marks in half width; every place stays where it was. */
export function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));
}
