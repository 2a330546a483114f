/** What stopped Footnote before it could work. The code goes to the log, the sentence to the person who started it. */
export type StartupCode =
  | "CONFIG_DATABASE"
  | "CONFIG_DATA_DIR"
  | "CONFIG_DATA_VERSION"
  | "CONFIG_DISK"
  | "CONFIG_PLATFORM"
  | "CONFIG_REDIS"
  | "CONFIG_SLACK"
  | "CONFIG_PORT";

/** A mistake of the set-up or the machine that only a person can mend. Holds no secret; never shown with a stack. */
export class StartupError extends Error {
  readonly code: StartupCode;
  /** One sentence or two: what is wrong, which variable or folder it is about, and how to mend it. */
  readonly say: string;

  constructor(code: StartupCode, say: string, more: { readonly cause?: unknown } = {}) {
    super(say, { cause: more.cause });
    this.name = "StartupError";
    this.code = code;
    this.say = say;
  }
}
