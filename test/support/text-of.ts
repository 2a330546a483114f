/** All text a person reads in blocks, joined. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join("\n");
  if (typeof value !== "object" || value === null) return "";
  const { text, ...rest } = value as Record<string, unknown>;
  const own = typeof text === "string" ? text : textOf(text);
  const nested = ["elements", "fields", "accessory", "label", "blocks", "element", "options"].map((key) =>
    textOf(rest[key]),
  );
  return [own, ...nested].filter(Boolean).join("\n");
}
