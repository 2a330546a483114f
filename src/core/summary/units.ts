/** What is known of a pair of neighbouring tokens before it is weighed. The names are the keys of the weights file. */
export const UNIT_FEATURES = [
  "bias",
  "bestScore",
  "meanScore",
  "totalScore",
  "sentences",
  "repeated",
  "title",
  "hashtag",
  "position",
  "late",
  "particleFirst",
  "particleSecond",
  "latin",
  "digits",
  "firstToken",
  "secondToken",
] as const;
export type UnitFeature = (typeof UNIT_FEATURES)[number];

/** A sentence as units, with its own score. */
export interface UnitSentence {
  readonly units: readonly string[];
  readonly score: number;
}

/** The units of the title and the hashtags. */
export interface UnitContext {
  readonly title: ReadonlySet<string>;
  readonly hashtags: ReadonlySet<string>;
}

interface Seen {
  first: number;
  sentences: number;
  best: number;
  total: number;
}

/** Han characters that are grammar: a pair with one of them is seldom worth repeating. */
const PARTICLE = /^[的了是在和与及或就都也而且但被把让从到对为以于这那其它他她们我你您个些么吗呢吧啊]$/u;

const flag = (holds: boolean) => (holds ? 1 : 0);

function seenUnits(sentences: readonly UnitSentence[]): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>();
  sentences.forEach(({ units, score }, at) => {
    for (const unit of new Set(units)) {
      const known = seen.get(unit) ?? { first: at, sentences: 0, best: Number.NEGATIVE_INFINITY, total: 0 };
      known.sentences += 1;
      known.best = Math.max(known.best, score);
      known.total += score;
      seen.set(unit, known);
    }
  });
  return seen;
}

/** In how many sentences each token stands, as a logarithm. */
function tokenSpread(sentences: readonly UnitSentence[]): ReadonlyMap<string, number> {
  const holders = new Map<string, number>();
  for (const { units } of sentences) {
    for (const token of new Set(units.flatMap((unit) => unit.split(" ")))) {
      holders.set(token, (holders.get(token) ?? 0) + 1);
    }
  }
  for (const [token, count] of holders) holders.set(token, Math.log(1 + count) / 4);
  return holders;
}

/** The features of every unit of a text, in the order of {@link UNIT_FEATURES}. */
export function unitFeatures(
  sentences: readonly UnitSentence[],
  context: UnitContext,
): ReadonlyMap<string, readonly number[]> {
  const spread = tokenSpread(sentences);
  const rows = new Map<string, readonly number[]>();
  for (const [unit, seen] of seenUnits(sentences)) {
    const [first = "", second = ""] = unit.split(" ");
    const known: Readonly<Record<UnitFeature, number>> = {
      bias: 1,
      bestScore: seen.best,
      meanScore: seen.total / seen.sentences,
      totalScore: seen.total / 3,
      sentences: Math.log(1 + seen.sentences),
      repeated: flag(seen.sentences > 1),
      title: flag(context.title.has(unit)),
      hashtag: flag(context.hashtags.has(unit)),
      position: 1 / (1 + seen.first),
      late: seen.first / sentences.length,
      particleFirst: flag(PARTICLE.test(first)),
      particleSecond: flag(PARTICLE.test(second)),
      latin: flag(/[a-z0-9]/u.test(unit)),
      digits: flag(/\d/u.test(unit)),
      firstToken: spread.get(first) ?? 0,
      secondToken: spread.get(second) ?? 0,
    };
    rows.set(
      unit,
      UNIT_FEATURES.map((feature) => known[feature]),
    );
  }
  return rows;
}

/** Worth below this is noise (an eighth of the mean worth of a unit that a reference summary has). */
const NOISE = 0.02;

/** How much each unit of a text is worth to its summary; never negative. */
export function unitWorths(
  sentences: readonly UnitSentence[],
  context: UnitContext,
  weights: Readonly<Record<UnitFeature, number>>,
): ReadonlyMap<string, number> {
  const worths = new Map<string, number>();
  for (const [unit, row] of unitFeatures(sentences, context)) {
    const worth = UNIT_FEATURES.reduce((sum, feature, at) => sum + (row[at] ?? 0) * weights[feature], 0);
    worths.set(unit, Math.max(0, worth - NOISE));
  }
  return worths;
}
