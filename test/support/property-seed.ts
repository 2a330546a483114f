import fc from "fast-check";

/**
 * Property tests draw the same cases at every run, so that a red run means that something changed. New cases are for
 * `npm run fuzz`, and for `FOOTNOTE_TEST_SEED=$RANDOM npm test`.
 */
fc.configureGlobal({ seed: Number(process.env.FOOTNOTE_TEST_SEED ?? 20_261_123) });
