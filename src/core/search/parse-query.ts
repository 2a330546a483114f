import type { Clause, Day, Mistake, Query, QueryMistake } from "./query.ts";
import { daysOf } from "./query-dates.ts";
import { nearestOperator, operatorName, readOperator } from "./query-operators.ts";
import { foldQuery } from "./query-text.ts";
import { type QueryToken, queryTokens } from "./query-tokens.ts";

/** A query, or the first thing in it that can't be understood. */
export type QueryReading =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly mistake: QueryMistake };

/**
 * Reads a search as a person types it, Slack's own mark-up (`<@U…|ana>`, `&amp;`) included. Words are as they stand;
 * `OR` binds its two neighbours. Punctuation that means nothing is passed over; an operator that is none, a quotation
 * mark that never closes and a date that never was are mistakes. Text after {@link MAX_QUERY} characters is left out.
 * @param today `YYYY-MM-DD` in the asker's zone, for `7d` and `last week`
 */
export function parseQuery(text: string, today: Day): QueryReading {
  const folded = foldQuery(text);
  const mistakes: QueryMistake[] = [];
  const reader: Reader = {
    tokens: queryTokens(folded.text),
    next: 0,
    today,
    sort: "best",
    mistake: (at, end, what, example) =>
      mistakes.push({ at: folded.origin(at), length: folded.origin(end) - folded.origin(at), what, example }),
    cut: folded.cut,
  };
  const clauses: Clause[] = [];
  while (reader.next < reader.tokens.length) {
    clauses.push(...sequence(reader));
    reader.next += 1; // Only a parenthesis that closes nothing ends a row early.
  }
  const [mistake] = mistakes;
  return mistake ? { ok: false, mistake } : { ok: true, query: { clauses, sort: reader.sort } };
}

interface Reader {
  readonly tokens: readonly QueryToken[];
  next: number;
  readonly today: Day;
  sort: "best" | "new";
  readonly mistake: (at: number, end: number, what: Mistake, example: string) => void;
  /** The end of the text is missing, so an open quotation mark is nobody's mistake. */
  readonly cut: boolean;
}

/** A row of clauses up to its closing parenthesis or the end; `next` then stands on that parenthesis. */
function sequence(reader: Reader): readonly Clause[] {
  const row: (readonly Clause[])[] = [];
  let joins = false;
  for (; reader.next < reader.tokens.length; reader.next += 1) {
    const token = reader.tokens[reader.next] as QueryToken;
    if (token.kind === ")") break;
    if (token.kind === "or") {
      joins = row.length > 0;
      continue;
    }
    const clauses = operand(reader);
    if (clauses.length === 0) continue;
    const before = joins ? row.pop() : undefined;
    row.push(before ? [either(before, clauses)] : clauses);
    joins = false;
  }
  return row.flat();
}

function either(before: readonly Clause[], next: readonly Clause[]): Clause {
  const parts = [together(before), together(next)];
  return { kind: "any", clauses: parts.flatMap((clause) => (clause.kind === "any" ? clause.clauses : [clause])) };
}

/** Several clauses as one that holds when all do. */
function together(clauses: readonly Clause[]): Clause {
  const [first, ...others] = clauses;
  return first && others.length === 0 ? first : { kind: "all", clauses };
}

/** What one token stands for; a group gives its row. `next` is left on the last token that belongs to it. */
function operand(reader: Reader): readonly Clause[] {
  const token = reader.tokens[reader.next] as QueryToken;
  switch (token.kind) {
    case "word":
      return token.text ? [{ kind: "word", text: token.text }] : [];
    case "phrase":
      return [{ kind: "phrase", text: token.text }];
    case "operator":
      return operator(reader, token);
    case "not":
      return negation(reader);
    case "(":
      reader.next += 1;
      return sequence(reader);
    case "open quote":
      if (!reader.cut) reader.mistake(token.at, token.end, { kind: "open quote" }, '"exact words"');
      return [];
    default:
      return [];
  }
}

function negation(reader: Reader): readonly Clause[] {
  const following = reader.tokens[reader.next + 1];
  if (!following || following.kind === ")" || following.kind === "or") return [];
  reader.next += 1;
  const clauses = operand(reader);
  if (clauses.length === 0) return [];
  const clause = together(clauses);
  // What is not excluded is wanted.
  if (clause.kind === "not") return clause.clause.kind === "all" ? clause.clause.clauses : [clause.clause];
  return [{ kind: "not", clause }];
}

type OperatorToken = Extract<QueryToken, { kind: "operator" }>;

function operator(reader: Reader, { name, value, at, end }: OperatorToken): readonly Clause[] {
  const known = operatorName(name);
  const valueAt = at + name.length + 1;
  if (!known) return unknownOperator(reader, { name, value, at, valueAt });
  const reading = readOperator(known, spacedDate(reader, known, value), reader.today);
  if (reading.kind === "filter") return [{ kind: "filter", filter: reading.filter }];
  if (reading.kind === "sort") reader.sort = reading.sort;
  else reader.mistake(valueAt, end, reading.what, reading.example);
  return [];
}

/** `after:last week`, `on:1 nov 2026`: the words that follow belong to the date, where it is one with them only. */
function spacedDate(reader: Reader, name: string, value: string): string {
  if (!/^(?:before|after|on)$/.test(name)) return value;
  for (const count of [2, 1]) {
    const following = reader.tokens.slice(reader.next + 1, reader.next + 1 + count);
    if (following.length < count || !following.every((token) => token.kind === "word")) continue;
    const spaced = [value, ...following.map(({ text }) => text)].join(" ");
    if (!daysOf(spaced, reader.today)) continue;
    reader.next += count;
    return spaced;
  }
  return value;
}

function unknownOperator(
  reader: Reader,
  { name, value, at, valueAt }: { name: string; value: string; at: number; valueAt: number },
): readonly Clause[] {
  const meant = nearestOperator(name);
  const plain = value.replaceAll('"', "");
  const known = meant && readOperator(operatorName(meant) as string, plain, reader.today).kind !== "mistake";
  reader.mistake(at, valueAt, { kind: "unknown operator", name }, known ? `${meant}:${plain}` : `"${name} ${plain}"`);
  return [];
}
