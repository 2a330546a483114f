/**
 * Characters that fonts of PDFs name in place of the ones a person writes: ligatures, Kangxi radicals (U+2F00) and
 * presentation forms have an equal in Unicode's compatibility mapping (NFKC).
 */
const COMPATIBLE = /[\u2f00-\u2fdf\ufb00-\ufb06\uf900-\ufaff]/g;
/** CJK radicals (U+2E80) have none; these are the ones that are written like a character of their own. */
const RADICALS = new Map(
  "⺁厂⺄乙⺇几⺊卜⺌小⺎尢⺓幺⺔彑⺕彐⺘扌⺝月⺟母⺠民⺡氵⺢水⺣灬⺥爫⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺲罒⺶羊⺷羊⺼月⺾艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻮齿⻯竜⻰龙⻳龟"
    .match(/../gu)
    ?.map((pair) => [...pair] as [string, string]) ?? [],
);

/** The text of a PDF in the characters a person writes and searches for. */
export function usualCharacters(text: string): string {
  return text
    .replace(COMPATIBLE, (char) => char.normalize("NFKC"))
    .replace(/[\u2e80-\u2eff]/g, (char) => RADICALS.get(char) ?? char);
}
