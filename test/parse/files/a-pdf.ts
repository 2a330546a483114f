import type { RawDocument } from "../../../src/core/page.ts";

/** A piece of text on a page: points from the lower left corner, and the size of the font. */
export interface PdfText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  /** Turned by a quarter, as a stamp on the margin is. */
  readonly turned?: boolean;
}

/** What a test may say of a PDF beside its pages. */
export interface PdfParts {
  readonly info?: Readonly<Record<string, string>>;
  readonly encrypted?: boolean;
  readonly filename?: string;
}

/** A PDF written by hand: one font (Helvetica), uncompressed, letter size. Latin text only. */
export function aPdf(pages: readonly (readonly PdfText[])[], parts: PdfParts = {}): RawDocument {
  const objects: string[] = ["<< /Type /Catalog /Pages 2 0 R >>"];
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`).join(" ");
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  for (const [at, page] of pages.entries()) {
    const stream = page.map(drawn).join("\n");
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + at * 2} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    );
  }
  const info = Object.entries(parts.info ?? {}).map(([name, value]) => `/${name} (${escaped(value)})`);
  objects.push(`<< ${info.join(" ")} >>`);
  const infoNumber = objects.length;
  const key = "00".repeat(32);
  if (parts.encrypted) objects.push(`<< /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >>`);
  const encrypt = parts.encrypted ? ` /Encrypt ${objects.length} 0 R /ID [<00> <00>]` : "";
  return {
    bytes: Buffer.from(file(objects, `/Info ${infoNumber} 0 R${encrypt}`), "latin1"),
    filename: parts.filename ?? "paper.pdf",
  };
}

function drawn({ text, x, y, size = 10, turned = false }: PdfText): string {
  const matrix = turned ? `0 1 -1 0 ${x} ${y}` : `1 0 0 1 ${x} ${y}`;
  return `BT /F1 ${size} Tf ${matrix} Tm (${escaped(text)}) Tj ET`;
}

function escaped(text: string): string {
  return text.replace(/[\\()]/g, "\\$&");
}

function file(objects: readonly string[], trailer: string): string {
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, at) => {
    const offset = body.length;
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  return `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n`;
}

/** A column of text, one line under the other. */
export function column(lines: readonly string[], x: number, top: number, size = 10): readonly PdfText[] {
  return lines.map((text, at) => ({ text, x, y: top - at * size * 1.2, size }));
}
