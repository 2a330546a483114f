import fc from "fast-check";
import type { RawDocument } from "../../src/core/page.ts";
import { SEEDS, TOKENS } from "./seeds.ts";

/** A place in a document, as a share of its length, so that an edit means something for each. */
type Place = number;

/** One thing done to a document's bytes. */
type Edit =
  | { readonly kind: "set"; readonly at: Place; readonly byte: number }
  | { readonly kind: "cut"; readonly at: Place; readonly length: number }
  | { readonly kind: "repeat"; readonly at: Place; readonly length: number; readonly times: number }
  | { readonly kind: "insert"; readonly at: Place; readonly token: string }
  | { readonly kind: "end"; readonly at: Place }
  | { readonly kind: "splice"; readonly at: Place; readonly other: number; readonly from: Place };

/** How to make a document; small enough to print when it breaks a reader. */
export type Recipe =
  | { readonly kind: "mutant"; readonly seed: string; readonly edits: readonly Edit[]; readonly label: Label }
  | { readonly kind: "soup"; readonly parts: readonly string[]; readonly label: Label };

/** What the document calls itself, rightly or wrongly. */
interface Label {
  readonly filename?: string | undefined;
  readonly contentType?: string | undefined;
  readonly url?: string | undefined;
}

// Without a bias: most damage is done in the middle, and shrinking still goes towards the beginning.
const place = fc.noBias(fc.nat(9_999)).map((share) => share / 10_000);
const token = fc.constantFrom(...TOKENS);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("set"), at: place, byte: fc.nat(255) }),
  fc.record({ kind: fc.constant("cut"), at: place, length: fc.nat(400) }),
  fc.record({ kind: fc.constant("repeat"), at: place, length: fc.integer({ min: 1, max: 200 }), times: fc.nat(40) }),
  { arbitrary: fc.record({ kind: fc.constant("insert"), at: place, token }), weight: 3 },
  fc.record({ kind: fc.constant("end"), at: place }),
  fc.record({ kind: fc.constant("splice"), at: place, other: fc.nat(SEEDS.length - 1), from: place }),
);

const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 3 });
const label: fc.Arbitrary<Label> = fc.record({
  filename: optional([
    "a.html",
    "a.md",
    "a.pdf",
    "a.mhtml",
    "a.eml",
    "a.docx",
    "a.epub",
    "a.zip",
    "a.json",
    "a.url",
    "a.txt",
    "a",
    "潮汐.MD",
  ]),
  contentType: optional([
    "text/html",
    "text/html; charset=gbk",
    "text/plain; charset=utf-16le",
    "application/pdf",
    "application/json",
    "application/xml",
    ";;;",
    'text/html; charset="\u0000',
  ]),
  url: optional([
    "https://example.org/a",
    "https://weibo.com/1/A",
    "https://arxiv.org/abs/2401.00001",
    "https://github.com/a/b",
    "https://news.ycombinator.com/item?id=1",
    "https://mp.weixin.qq.com/s/x",
  ]),
});

/** Documents of every format with something wrong, and soups of what formats are made of. */
export const recipe: fc.Arbitrary<Recipe> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("mutant"),
      seed: fc.constantFrom(...SEEDS.map(nameOf)),
      edits: fc.array(edit, { minLength: 1, maxLength: 8 }),
      label: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: label }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("soup"),
      parts: fc.array(fc.oneof(token, fc.string(), fc.string({ unit: "grapheme" }), fc.lorem()), { maxLength: 60 }),
      label,
    }),
  },
);

/** Makes the document. A mutant keeps its seed's name and address unless the recipe has others. */
export function cook(from: Recipe): RawDocument {
  const { filename, contentType, url } = from.label;
  const named = {
    ...(filename === undefined ? {} : { filename }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(url === undefined ? {} : { url }),
  };
  if (from.kind === "soup") return { bytes: Buffer.from(from.parts.join("")), ...named };
  const seed = seedNamed(from.seed);
  const bytes = from.edits.reduce<Buffer>(apply, Buffer.from(seed.bytes));
  return { ...seed, ...named, bytes };
}

function apply(bytes: Buffer, change: Edit): Buffer {
  const at = Math.floor(change.at * bytes.length);
  switch (change.kind) {
    case "set":
      return join(bytes.subarray(0, at), Buffer.from([change.byte]), bytes.subarray(at + 1));
    case "cut":
      return join(bytes.subarray(0, at), bytes.subarray(at + change.length));
    case "repeat":
      return join(
        bytes.subarray(0, at),
        ...Array(change.times).fill(bytes.subarray(at, at + change.length)),
        bytes.subarray(at),
      );
    case "insert":
      return join(bytes.subarray(0, at), Buffer.from(change.token), bytes.subarray(at));
    case "end":
      return join(bytes.subarray(0, at));
    case "splice": {
      const other = Buffer.from(SEEDS[change.other]?.bytes ?? []);
      return join(bytes.subarray(0, at), other.subarray(Math.floor(change.from * other.length)));
    }
  }
}

function join(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts);
}

function nameOf({ filename }: RawDocument): string {
  return filename ?? "";
}

function seedNamed(name: string): RawDocument {
  const seed = SEEDS.find((document) => nameOf(document) === name);
  if (!seed) throw new Error(`There is no seed ${name}`);
  return seed;
}
