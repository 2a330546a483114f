import { afterAll, beforeAll, expect, test } from "vitest";
import { giveUp } from "../../jobs/give-up.ts";
import { FootnoteError } from "../../src/core/problems.ts";
import { type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import { keepEvent, pendingEvents } from "../../src/store/inbox.ts";
import { recordMessage } from "../../src/store/messages.ts";
import { staleReplies } from "../../src/store/replies.ts";
import { type FreshDatabase, freshDatabase } from "../support/databases.ts";

const now = new Date("2026-05-04T09:00:00Z");
const later = new Date("2026-05-04T10:00:00Z");
const teamId = "T1";
let fresh: FreshDatabase;
let database: OpenDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.connection);
});
afterAll(async () => {
  await database?.close();
  await fresh?.drop();
});

const fails = async () => {
  throw new Error("no way");
};
function givingUp({ card = fails, event = fails }: { card?: () => Promise<void>; event?: () => Promise<void> } = {}) {
  const stopped: string[] = [];
  const stop = async (why: string) => void stopped.push(why);
  const parts = { db: database.db, enqueue: async () => {}, workspace: { stop }, now: () => later };
  return { stopped, tell: giveUp({ ...parts, card, event, export: fails }) };
}
const keep = (eventId: string) =>
  keepEvent(database.pool, { teamId, eventId, type: "message", body: {} }, now, async () => {});
const pending = async () => (await pendingEvents(database.db, later, 10)).map(({ eventId }) => eventId);
const stale = async () => (await staleReplies(database.db, later, 10)).map(({ messageTs }) => messageTs);
async function awaitReply(messageTs: string) {
  const sources = [{ kind: "link" as const, url: `https://example.org/${messageTs}` }];
  await recordMessage(database.db, {
    ...{ teamId, channelId: "C1", messageTs, userId: "U1", text: "", postedAt: now, sources },
  });
  return { teamId, channelId: "C1", messageTs };
}

test("an event that can never be followed is left, and the sweep finds it no more", async () => {
  await keep("Ev1");
  await givingUp().tell("event", { teamId, eventId: "Ev1" }, new Error("no way"));
  expect(await pending()).toEqual([]);
});

test("an event whose tries all met a database that was away gets one more", async () => {
  await keep("Ev2");
  let followed = 0;
  const event = async () => void followed++;
  await givingUp({ event }).tell("event", { teamId, eventId: "Ev2" }, new Error("ECONNREFUSED"));
  expect(followed).toBe(1);
});

test("a reply that can't be shown is left; one that Slack was too long away for is asked for again", async () => {
  const closed = await awaitReply("1.1");
  const odd = await awaitReply("1.2");
  const away = await awaitReply("1.3");
  const { tell } = givingUp();
  await tell("card", closed, new FootnoteError("NOT_IN_CHANNEL"));
  await tell("card", odd, new Error("invalid_everything"));
  await tell("card", away, new FootnoteError("SLACK_DOWN"));
  expect(await stale()).toEqual(["1.3"]);
});

test("a token that is no good stops the workspace, and the work waits", async () => {
  await keep("Ev3");
  const { tell, stopped } = givingUp();
  await tell("event", { teamId, eventId: "Ev3" }, new FootnoteError("SLACK_AUTH"));
  expect(stopped).toEqual(["SLACK_AUTH"]);
  expect(await pending()).toContain("Ev3");
});
