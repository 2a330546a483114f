import type { Clause, Filter, Named, Query } from "./query.ts";
import { neighbour } from "./query-dates.ts";

/** The normal form of a query, as the results say what was understood. Parsed again it gives the same query. */
export function formatQuery(query: Query): string {
  const parts = query.clauses.map(topClause);
  return [...parts, ...(query.sort === "new" ? ["sort:new"] : [])].join(" ");
}

function topClause(clause: Clause): string {
  return clause.kind === "any" ? clause.clauses.map(inner).join(" OR ") : inner(clause);
}

/** A clause as it stands inside another one. */
function inner(clause: Clause): string {
  switch (clause.kind) {
    case "word":
      return clause.text;
    case "phrase":
      return `"${clause.text}"`;
    case "filter":
      return formatFilter(clause.filter);
    case "not":
      return `-${inner(clause.clause)}`;
    case "any":
      return `(${clause.clauses.map(inner).join(" OR ")})`;
    case "all":
      return `(${clause.clauses.map(topClause).join(" ")})`;
  }
}

function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case "tag":
      return `tag:${quoted(filter.tag)}`;
    case "from":
      return `from:${named(filter.who, "@")}`;
    case "in":
      return `in:${named(filter.channel, "#")}`;
    case "site":
      return `site:${filter.host}`;
    case "type":
      return `type:${filter.type}`;
    case "lang":
      return `lang:${filter.language}`;
    case "is":
      return `is:${filter.state}`;
    case "has":
      return `has:${filter.part}`;
    case "shared":
      return formatDays(filter.since, filter.until);
  }
}

/** `before:` and `after:` leave their day out. */
function formatDays(since: string | undefined, until: string | undefined): string {
  if (since && until) {
    const last = neighbour(until, -1);
    return since === last ? `on:${since}` : `on:${since}..${last}`;
  }
  return since ? `after:${neighbour(since, -1)}` : `before:${until}`;
}

function named(name: Named, mark: "@" | "#"): string {
  if (name.kind === "me") return "me";
  return name.kind === "id" ? `<${mark}${name.id}>` : quoted(`${mark}${name.name}`);
}

function quoted(text: string): string {
  return /^[@#]?[\p{L}\p{N}][^\s()]*$/u.test(text) ? text : `"${text}"`;
}
