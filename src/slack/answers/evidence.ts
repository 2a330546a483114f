import type { ModalView } from "@slack/types";
import type { VisibleItem } from "../../core/viewer.ts";
import type { AnswerParts, Asker } from "../asker.ts";
import { renderEvidence } from "../blocks/evidence.ts";

const RELATED = 3;

/** The modal behind “Why?” for an item that the asker may see. */
export async function evidenceView(parts: AnswerParts, asker: Asker, { item }: VisibleItem): Promise<ModalView> {
  const related = await parts.library.related(asker.viewer, item, RELATED);
  return renderEvidence({ item, related, language: asker.language });
}
