import { FootnoteError } from "../../core/problems.ts";
import { zipEntries } from "./zip-entries.ts";

/** Which of the formats built on ZIP an archive is, by the names of its entries. */
export function zipFormat(bytes: Uint8Array): "docx" | "epub" | "zip" | "binary" {
  const names = new Set(namesOf(bytes));
  if (names.has("META-INF/container.xml")) return "epub";
  if (!names.has("[Content_Types].xml")) return "zip";
  if (names.has("word/document.xml")) return "docx";
  return "binary"; // A spreadsheet, slides or a package of programs.
}

function namesOf(bytes: Uint8Array): readonly string[] {
  try {
    return zipEntries(bytes).map((entry) => entry.name);
  } catch (error) {
    if (error instanceof FootnoteError) return [];
    throw error;
  }
}
