/** Why an item carries a tag; each is said in words in the modal. */
export type TagReason = "hashtag" | "keyword" | "vocabulary" | "title" | "phrase" | "person";

/** A tag and what it rests on. */
export interface Tag {
  readonly text: string;
  readonly reason: TagReason;
}

/** What the tagger is given. */
export interface TagRequest {
  readonly title: string;
  readonly text: string;
  readonly language: string;
  /** The author's own hashtags and the page's keywords. */
  readonly hashtags: readonly string[];
  readonly keywords: readonly string[];
  /** Tags this team already uses, most used first. */
  readonly vocabulary: readonly string[];
  readonly limit: number;
}
