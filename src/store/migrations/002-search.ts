import { type Kysely, sql } from "kysely";

/** The search index: one row an item, and in how many items of a team each word stands. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table item_search (
    item_id bigint primary key references item on delete cascade,
    team_id text not null,
    -- Length of the text in words, for ranking.
    words integer not null,
    -- Our own words, never a dictionary's: positions for phrases, labels A to D for the field (core/search/document.ts).
    document tsvector not null
  )`,
  // Ranking reads a few words out of each of some hundred documents: unpacking them first would cost more than the room.
  "alter table item_search alter column document set storage external",
  // Without a pending list, which every search would have to go through.
  "create index item_search_document on item_search using gin (document) with (fastupdate = off)",

  `create table search_term (
    team_id text not null,
    -- Compared byte by byte, so that the index also finds beginnings.
    term text collate "C" not null,
    items integer not null,
    primary key (team_id, term)
  )`,
  // Words that end alike: what a word with a slip in its first letter is compared with.
  "create index search_term_ending on search_term (team_id, right(term, 2))",
  // Triggers, because an item goes by many doors: read again, merged, forgotten, or with its last share.
  // The lock keeps two items with the same words from waiting for each other in a circle.
  `create function search_term_count() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' then
      perform pg_advisory_xact_lock(hashtextextended('search ' || old.team_id, 0));
      update search_term set items = items - 1
        where team_id = old.team_id and term = any(tsvector_to_array(old.document));
      delete from search_term
        where team_id = old.team_id and term = any(tsvector_to_array(old.document)) and items <= 0;
      return old;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('search ' || new.team_id, 0));
    insert into search_term (team_id, term, items)
      select new.team_id, term, 1 from unnest(tsvector_to_array(new.document)) term
      on conflict (team_id, term) do update set items = search_term.items + 1;
    return new;
  end $$`,
  `create trigger search_term_count after insert or delete on item_search
    for each row execute function search_term_count()`,
] as const;
