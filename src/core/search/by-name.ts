/** A table of meanings by each of their names, from the names of each meaning, parted by spaces. */
export function byName<Meaning extends string>(
  names: Readonly<Record<Meaning, string>>,
): Readonly<Record<string, Meaning>> {
  const meanings = Object.keys(names) as Meaning[];
  return Object.fromEntries(meanings.flatMap((meaning) => names[meaning].split(" ").map((name) => [name, meaning])));
}
