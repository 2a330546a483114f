import { type Kysely, sql } from "kysely";

/** The library: who and where, what was shared, what was made of it, and what goes out on schedule. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table workspace (
    team_id text primary key,
    name text,
    bot_user_id text,
    settings jsonb not null default '{}',
    stopped_why text,
    created_at timestamptz not null default now()
  )`,

  `create table channel (
    team_id text not null,
    channel_id text not null,
    name text,
    kind text not null check (kind in ('public', 'private', 'dm', 'group-dm')),
    capture boolean not null default true,
    placement text not null default 'thread' check (placement in ('thread', 'channel', 'nowhere')),
    language text,
    archived boolean not null default false,
    -- Set while the bot is out of the channel: its shares stop being visible.
    left_at timestamptz,
    refreshed_at timestamptz,
    members_at timestamptz,
    primary key (team_id, channel_id)
  )`,
  `create table channel_member (
    team_id text not null,
    channel_id text not null,
    user_id text not null,
    primary key (team_id, channel_id, user_id)
  )`,
  `create table person (
    team_id text not null,
    user_id text not null,
    name text,
    zone text,
    locale text,
    guest boolean not null default false,
    admin boolean not null default false,
    deactivated boolean not null default false,
    refreshed_at timestamptz not null,
    primary key (team_id, user_id)
  )`,

  // Every event is stored before Slack gets its answer; the row is also what makes a second delivery harmless.
  `create table event (
    team_id text not null,
    event_id text not null,
    type text not null,
    body jsonb not null,
    received_at timestamptz not null,
    handled_at timestamptz,
    primary key (team_id, event_id)
  )`,
  "create index event_unhandled on event (received_at) where handled_at is null",
  "create index event_age on event (received_at)",

  `create table item (
    id bigint generated always as identity primary key,
    team_id text not null,
    -- The address to open; canonical_url is only the key under which the story is filed.
    open_url text,
    canonical_url text,
    content_hash text,
    status text not null default 'reading' check (status in ('reading', 'ready', 'walled', 'failed')),
    problem jsonb,
    kind text not null default 'article',
    title text not null default '',
    topic text,
    author text,
    site text,
    published_at text,
    modified_at text,
    language text not null default 'und',
    description text,
    image_url text,
    text text not null default '',
    hashtags jsonb not null default '[]',
    keywords jsonb not null default '[]',
    links jsonb not null default '[]',
    claims jsonb,
    corrections jsonb not null default '[]',
    notes jsonb not null default '[]',
    pages integer,
    duration_seconds integer,
    reader text,
    summary jsonb,
    tags jsonb not null default '[]',
    audit jsonb,
    edits jsonb not null default '{}',
    etag text,
    last_modified text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- When it was first read to an end: a digest tells it then, however long ago it was shared.
    ready_at timestamptz,
    unique (team_id, content_hash)
  )`,
  "create index item_team_created on item (team_id, created_at desc)",
  // The same story under every address it was met by: posted, redirected to, or named by the page.
  `create table item_address (
    team_id text not null,
    url text not null,
    item_id bigint not null references item on delete cascade,
    primary key (team_id, url)
  )`,
  "create index item_address_item on item_address (item_id)",

  // One human message that holds links or files, and the one reply that it gets.
  `create table message (
    team_id text not null,
    channel_id text not null,
    message_ts text not null,
    thread_ts text,
    user_id text not null,
    text text not null default '',
    client_msg_id text,
    posted_at timestamptz not null,
    deleted_at timestamptz,
    -- Raised whenever what the reply should show has changed; shown_version is what it shows now.
    version integer not null default 1,
    shown_version integer not null default 0,
    reply_state text not null default 'new' check (reply_state in ('new', 'posting', 'posted', 'gone')),
    reply_id uuid not null default gen_random_uuid(),
    reply_ts text,
    reply_attempt_at timestamptz,
    reply_digest text,
    lease_until timestamptz,
    lease_by text,
    primary key (team_id, channel_id, message_ts)
  )`,
  "create unique index message_client_msg on message (team_id, channel_id, client_msg_id)",
  "create index message_stale on message (posted_at) where version > shown_version",
  `create table share (
    id bigint generated always as identity primary key,
    team_id text not null,
    channel_id text not null,
    message_ts text not null,
    position integer not null,
    -- The canonical URL, or file: and the file's id. One share per message and thing.
    source_key text not null,
    posted_url text,
    file_id text,
    filename text,
    item_id bigint references item on delete set null,
    problem jsonb,
    user_id text not null,
    shared_at timestamptz not null,
    deleted_at timestamptz,
    unique (team_id, channel_id, message_ts, source_key),
    foreign key (team_id, channel_id, message_ts) references message on delete cascade
  )`,
  "create index share_item on share (item_id)",
  "create index share_channel on share (team_id, channel_id, shared_at desc)",

  `create table reaction (
    team_id text not null,
    channel_id text not null,
    message_ts text not null,
    user_id text not null,
    name text not null,
    primary key (team_id, channel_id, message_ts, user_id, name)
  )`,
  `create table bookmark (
    team_id text not null,
    user_id text not null,
    item_id bigint not null references item on delete cascade,
    created_at timestamptz not null,
    primary key (team_id, user_id, item_id)
  )`,

  `create table digest (
    id bigint generated always as identity primary key,
    team_id text not null,
    channel_id text not null,
    cadence jsonb not null,
    zone text not null,
    created_by text not null,
    created_at timestamptz not null,
    -- What came before this moment was never the digest's to tell.
    since timestamptz not null,
    unique (team_id, channel_id)
  )`,
  `create table digest_run (
    digest_id bigint not null references digest on delete cascade,
    local_date text not null,
    state text not null check (state in ('posting', 'posted', 'empty')),
    reply_id uuid not null default gen_random_uuid(),
    attempt_at timestamptz not null,
    message_ts text,
    covers_until timestamptz not null,
    primary key (digest_id, local_date)
  )`,
] as const;
