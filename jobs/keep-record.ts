import { readRecord } from "../src/core/archive/record.ts";
import { canonicalUrl } from "../src/core/url/canonical-url.ts";
import { type EntryOutcome, readyItem, shareKnownItem } from "../src/store/imports.ts";
import { type ShareForReading, saveReading } from "../src/store/items.ts";
import { enqueueReply } from "./enqueue.ts";
import type { KeepingParts } from "./ingest.ts";

/** Keeps an item as an export's record tells it; one that the library has read already only gets the share. */
export async function keepRecord(
  parts: Pick<KeepingParts, "db" | "readers" | "enqueue" | "now">,
  share: ShareForReading,
  line: string,
): Promise<EntryOutcome> {
  const record = readRecord(line);
  if (!record) return { kind: "skipped", why: "its line in items.jsonl is no record of an export" };
  const { page, summary, tags, contentHash, url: openUrl } = record;
  const addresses = record.addresses.map(canonicalUrl).filter((address) => address !== undefined);
  const known = await readyItem(parts.db, share.teamId, addresses, contentHash);
  if (known) {
    await shareKnownItem(parts.db, share.shareId, known);
    return { kind: "known" };
  }
  const now = parts.now();
  const savedAt = new Date(Math.min(Date.parse(record.savedAt), now.getTime()));
  const { readers } = parts;
  const [audit, terms] = await Promise.all([readers.audit(page), readers.terms(page.text)]);
  const reading = {
    page,
    summary,
    tags,
    addresses,
    audit,
    terms,
    ...(contentHash === undefined ? {} : { contentHash }),
    ...(openUrl === undefined ? {} : { openUrl }),
    before: { savedAt, edits: record.edits },
  };
  for (const due of await saveReading(parts.db, share, reading, now)) await enqueueReply(parts.enqueue, due);
  return { kind: "filed" };
}
