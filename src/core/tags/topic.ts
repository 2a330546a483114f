/** A hashtag with more Han characters than this is a headline (Weibo's tags are either names or headlines). */
const LONGEST_TAG_HAN = 12;
/** The same for words of other scripts. */
const LONGEST_TAG_WORDS = 5;

/** A hashtag or keyword without its marks and the space around it: `#AI 视频#` and `#AI_视频` are both `AI 视频`. */
export function bareTag(hashtag: string): string {
  return hashtag
    .normalize("NFC")
    .replace(/\[[^\]]{0,12}\]$/u, "")
    .replaceAll(/^[\s#＃]+|[\s#＃]+$/gu, "")
    .replaceAll(/[_\s]+/gu, " ")
    .trim();
}

/** Whether a hashtag says a whole sentence and so is a topic rather than a tag. */
export function isHeadline(hashtag: string): boolean {
  const han = hashtag.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = hashtag.match(/[^\P{L}\p{Script=Han}]+/gu)?.length ?? 0;
  return han > LONGEST_TAG_HAN || words > LONGEST_TAG_WORDS || han + words * 2 > LONGEST_TAG_HAN;
}

/** The first hashtag that is a headline, without its marks: the line above the summary. `undefined` when there is none. */
export function topicOf(hashtags: readonly string[]): string | undefined {
  return hashtags.map(bareTag).find(isHeadline);
}
