/** A JSON object whose fields are not known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** The value as an object, or an empty one when it is none. */
export function asObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** Whether the value is a JSON object (an array is none). */
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a JSON array; anything else in it, or no array at all, gives nothing. */
export function asObjects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The value as text; what is no text is empty. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The value if it is text that says something. */
export function textOrNothing(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
