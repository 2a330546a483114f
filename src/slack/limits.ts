/** Slack's limits that Footnote comes near. Source: Slack, Block Kit reference, unless said otherwise. */

/** Blocks of one view. */
export const VIEW_BLOCKS = 100;
/** Characters of a button's label. */
export const BUTTON_TEXT = 75;
/** Characters of a link. */
export const URL_LENGTH = 3_000;
/** Characters of a view's title and of its buttons. */
export const VIEW_TITLE = 24;
/** Characters of a plain text input's value. */
export const INPUT_VALUE = 3_000;
/** Characters of a message's notification text that Slack advises. */
export const NOTIFICATION_TEXT = 3_000;
