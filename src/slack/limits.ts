/** Slack's limits that Footnote comes near. Source: Slack, Block Kit reference, unless said otherwise. */

/** Blocks of one message. */
export const MESSAGE_BLOCKS = 50;
/** Blocks of one view. */
export const VIEW_BLOCKS = 100;
/** Characters of a section's text. */
export const SECTION_TEXT = 3_000;
/** Elements of a context block. */
export const CONTEXT_ELEMENTS = 10;
/** Characters of a button's label. */
export const BUTTON_TEXT = 75;
/** Characters of a button's value. */
export const BUTTON_VALUE = 2_000;
/** Characters of a link. */
export const URL_LENGTH = 3_000;
/** Characters of a view's title and of its buttons. */
export const VIEW_TITLE = 24;
/** Characters of a view's `private_metadata`. */
export const PRIVATE_METADATA = 3_000;
/** Characters of a header. */
export const HEADER_TEXT = 150;
/** Characters of a plain text input's value. */
export const INPUT_VALUE = 3_000;
/**
 * All text of all blocks of one message: about 12,000 (bolt-js issues 2509 and 2867, refused from 11,341 on).
 * Footnote stays under this.
 */
export const MESSAGE_TEXT_TOTAL = 10_000;
/** Characters of a message's notification text that Slack advises. */
export const NOTIFICATION_TEXT = 3_000;
