import type { Database } from "./database.ts";
import { type MessageKey, onMessage } from "./messages.ts";

/** Counts a person's reaction to a message that holds shares; the same one again changes nothing. */
export async function addReaction(db: Database, key: MessageKey, userId: string, name: string): Promise<void> {
  const known = await db.selectFrom("message").select("user_id").where(onMessage(key)).executeTakeFirst();
  if (!known) return;
  await db
    .insertInto("reaction")
    .values({ team_id: key.teamId, channel_id: key.channelId, message_ts: key.messageTs, user_id: userId, name })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes a person's reaction back. */
export async function removeReaction(db: Database, key: MessageKey, userId: string, name: string): Promise<void> {
  await db
    .deleteFrom("reaction")
    .where(onMessage(key))
    .where("user_id", "=", userId)
    .where("name", "=", name)
    .execute();
}
