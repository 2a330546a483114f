import { type RawBuilder, sql } from "kysely";
import { isLexical, strictQuery } from "../core/search/plan.ts";
import type { Clause, Filter, Named } from "../core/search/query.ts";
import type { Viewer } from "../core/viewer.ts";

/** Who is asking, and in which zone their days begin. */
export interface Asker {
  readonly viewer: Viewer;
  /** IANA zone. */
  readonly zone: string;
}

type Condition = RawBuilder<unknown>;

/** What an item must fulfil besides its words. */
export interface Conditions {
  /** A `tsquery` that its document must match, if any. */
  readonly strict?: string;
  /** On the table `item` and its shares. */
  readonly rest: readonly Condition[];
  /** On one and the same share of it. */
  readonly ofShare: readonly Condition[];
  /** Items that could not be read are asked for too. */
  readonly anyStatus: boolean;
}

/** Sorts the clauses of a query's top row: what the index can answer, what a share must fulfil, and the rest. */
export function conditionsOf(clauses: readonly Clause[], asker: Asker): Conditions {
  const binding = clauses.filter(({ kind }) => kind !== "word");
  const strict = binding.filter(isLexical).map(strictQuery);
  const others = binding.filter((clause) => !isLexical(clause));
  const shareFilters = others.flatMap((clause) =>
    clause.kind === "filter" && isOfShare(clause.filter) ? [clause.filter] : [],
  );
  const rest = others.filter((clause) => !(clause.kind === "filter" && isOfShare(clause.filter)));
  return {
    ...(strict.length > 0 ? { strict: strict.join(" & ") } : {}),
    rest: rest.map((clause) => conditionOf(clause, asker)),
    ofShare: shareFilters.map((filter) => shareCondition(filter, asker)),
    anyStatus: others.some(asksForFailed),
  };
}

function asksForFailed(clause: Clause): boolean {
  if (clause.kind === "filter") return clause.filter.kind === "is" && clause.filter.state === "failed";
  if (clause.kind === "not") return asksForFailed(clause.clause);
  return (clause.kind === "any" || clause.kind === "all") && clause.clauses.some(asksForFailed);
}

/**
 * Holds for `item` when the viewer may see a share of it that fulfils `ofShare`: live, in a channel of theirs that the
 * bot is still in. The same gate as `visibleShares`, without the joins that only a shown share needs. Of `few` items it
 * is asked one by one (`offset 0`): PostgreSQL would rather read every share of a large library than look up some hundred.
 */
export function hasVisibleShare(
  { viewer }: Asker,
  ofShare: readonly Condition[],
  itemId: Condition,
  items: "few" | "many" = "few",
): Condition {
  const each = items === "few" ? sql`offset 0` : sql``;
  return sql`exists (select from share
    where share.item_id = ${itemId} and ${visibleShare(viewer)} ${allOf(ofShare)} ${each})`;
}

/**
 * The condition of {@link hasVisibleShare} on a row of `share`. The viewer's channels stand in it twice: of those in the
 * inner select PostgreSQL cannot tell beforehand how many shares they hold.
 */
export function visibleShare(viewer: Viewer): Condition {
  return sql`share.team_id = ${viewer.teamId} and share.deleted_at is null
    and share.channel_id = any(${viewer.channelIds}::text[])
    and share.channel_id = any(array(select channel_id from channel where channel.team_id = ${viewer.teamId}
      and channel.channel_id = any(${viewer.channelIds}::text[]) and channel.left_at is null))`;
}

/** Conditions that all must hold, to be put after another one. */
export function allOf(conditions: readonly Condition[]): Condition {
  return sql.join(
    conditions.map((condition) => sql`and ${condition}`),
    sql` `,
  );
}

function conditionOf(clause: Clause, asker: Asker): Condition {
  if (isLexical(clause)) {
    return sql`exists (select from item_search found where found.item_id = item.id and found.document @@ ${strictQuery(clause)}::tsquery)`;
  }
  switch (clause.kind) {
    case "not":
      return sql`not (${conditionOf(clause.clause, asker)})`;
    case "any":
    case "all":
      return sql`(${sql.join(
        clause.clauses.map((part) => conditionOf(part, asker)),
        clause.kind === "any" ? sql` or ` : sql` and `,
      )})`;
    case "filter":
      return filterCondition(clause.filter, asker);
    default:
      return sql`true`;
  }
}

function filterCondition(filter: Filter, asker: Asker): Condition {
  const { viewer } = asker;
  if (isOfShare(filter)) return hasVisibleShare(asker, [shareCondition(filter, asker)], sql`item.id`);
  if (filter.kind !== "is") return sql`true`;
  return filter.state === "failed"
    ? sql`item.status in ('failed', 'walled')`
    : sql`exists (select from bookmark where bookmark.item_id = item.id and bookmark.team_id = ${viewer.teamId}
        and bookmark.user_id = ${viewer.userId})`;
}

type ShareFilter = Extract<Filter, { kind: "from" | "in" | "shared" }>;

function isOfShare(filter: Filter): filter is ShareFilter {
  return filter.kind === "from" || filter.kind === "in" || filter.kind === "shared";
}

function shareCondition(filter: ShareFilter, { viewer, zone }: Asker): Condition {
  switch (filter.kind) {
    case "from":
      return personCondition(filter.who, viewer);
    case "in":
      return channelCondition(filter.channel, viewer);
    case "shared": {
      const since = filter.since ? [sql`share.shared_at >= ${filter.since}::timestamp at time zone ${zone}`] : [];
      const until = filter.until ? [sql`share.shared_at < ${filter.until}::timestamp at time zone ${zone}`] : [];
      return sql`(${sql.join([...since, ...until], sql` and `)})`;
    }
  }
}

/** By id, or by the name that Slack shows, whole or its first word. */
function personCondition(who: Named, { teamId, userId }: Viewer): Condition {
  if (who.kind === "me") return sql`share.user_id = ${userId}`;
  if (who.kind === "id") return sql`share.user_id = ${who.id}`;
  return sql`share.user_id in (select person.user_id from person where person.team_id = ${teamId}
    and (lower(person.name) = ${who.name} or starts_with(lower(person.name), ${`${who.name} `})))`;
}

function channelCondition(channel: Named, { teamId }: Viewer): Condition {
  if (channel.kind === "me") return sql`false`;
  if (channel.kind === "id") return sql`share.channel_id = ${channel.id}`;
  return sql`share.channel_id in (select named.channel_id from channel named where named.team_id = ${teamId}
    and lower(named.name) = ${channel.name})`;
}
