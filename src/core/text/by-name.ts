/**
 * A table of meanings by each of their names, from the names of each meaning, parted by spaces. What stands in no table
 * means nothing, `constructor` neither.
 */
export function byName<Meaning extends string>(
  names: Readonly<Record<Meaning, string>>,
): Readonly<Record<string, Meaning>> {
  const meanings = Object.keys(names) as Meaning[];
  const entries = meanings.flatMap((meaning) => names[meaning].split(" ").map((name) => [name, meaning]));
  return Object.setPrototypeOf(Object.fromEntries(entries), null);
}
