declare module "tidy-url/data/rules.js" {
  /** One site of tidy-url's kept list; `match` is tested on the host, or on the whole address with `match_href`. */
  interface TidyRule {
    readonly name: string;
    readonly match: RegExp;
    readonly match_href?: boolean;
    readonly rules?: readonly string[];
  }
  const rules: readonly TidyRule[];
  export = rules;
}
