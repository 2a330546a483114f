import { stem } from "../text/stem.ts";

/** Words that every paper and post uses: never a tag alone, nor at the edge of one. English, by stem. */
const ENGLISH = `ability able according achieve achieves address addresses advance aim aims allow allows analyze apply applied approach
approaches argue article aspect author available based become begin best better big bring build built call called case certain
challenge challenges change claim come common compare compared complete conclude conduct consider consist consistent contain
contribute contribution create current day demonstrate demonstrates depend describe design designed despite detail determine develop
developed difference different difficult discuss easy effect effective efficient empirical enable enables enhance ensure entire
especially establish etc evaluate evidence example exist existing experiment experiments explain explore extend extensive fact find
finding focus follow followed following form found full future general generate generally good great group help helps high higher
highly identify illustrate impact implement important improve improved improvement improvements include includes including increase
indicate individual inform insight inspire introduce introduced investigate involve issue large lead leads leverage leveraging limit
limited list literature little long look low main major mean method methods million month multiple need note novel number obtain
offer open order original paper part particular people perform performance performed performs place play point popular possible
potential practical practice present presented previous prior problem problems process produce promising proper propose proposed
prove proven provide provided provides purpose question range reach read real reason recent recently reduce relate related relevant
rely remain report represent require requires research result results review role run see serve set several share significant similar
simple single small solve specific standard start state step strong study studies substantial suggest support table task term terms
test time today tool top total traditional train trained true try type typical understand useful user valuable variety version view
want week work works world write year years yield zero one two three four five six seven eight nine ten first second third
shown predict utilize correlate interest adapt additional extra hinder extract act act aim seem appear remain lie suffer denote assume admit fail succeed learn capture yield train capable crucial critical essential optimal robust accurate fast slow efficient complex natural available inherent explicit implicit
percent versus january february march april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night click info
outperform outperforms surpass superior state-of-the-art sota github code http https www com pdf said says told ask asked`;

const generic: ReadonlySet<string> = new Set(ENGLISH.split(/\s+/).map(stem));

/** Whether the stem of an English word says nothing of a topic. */
export function isGenericEnglish(stemmed: string): boolean {
  return generic.has(stemmed);
}
