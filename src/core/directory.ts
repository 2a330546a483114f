/** What a channel is, for who may see it. */
export type ChannelKind = "public" | "private" | "dm" | "group-dm";

/** A channel as Slack last described it. */
export interface KnownChannel {
  readonly channelId: string;
  readonly name?: string;
  readonly kind: ChannelKind;
  readonly archived: boolean;
}

/** A channel with what its team set for it. */
export interface ChannelSettings extends KnownChannel {
  /** Whether its links are read without being asked. */
  readonly capture: boolean;
  /** Where its cards stand. */
  readonly placement: "thread" | "channel" | "nowhere";
  readonly language?: "en" | "zh";
  /** The bot is out of it. */
  readonly left: boolean;
  /** When Slack last described it, and last counted its members. */
  readonly refreshedAt?: Date;
  readonly membersAt?: Date;
}

/** What a team changes of a channel's settings; a language of null is whoever's who posts. */
export type ChannelChange = Partial<Pick<ChannelSettings, "capture" | "placement">> & {
  readonly language?: "en" | "zh" | null;
};

/** A person as Slack last described them. */
export interface KnownPerson {
  readonly userId: string;
  readonly name?: string;
  /** IANA zone. */
  readonly zone?: string;
  /** Such as `zh-CN`. */
  readonly locale?: string;
  /** No full member of the team: they see the channels they are in, and no other. */
  readonly guest: boolean;
  readonly admin: boolean;
  readonly deactivated: boolean;
}
