/**
 * Makes addresses of messages in a workspace, without asking Slack.
 * Source: what `chat.getPermalink` answers: `archives/CHANNEL/pTS`, for a reply with its thread's ts.
 */
export function permalinkOf(teamUrl: string) {
  const base = teamUrl.endsWith("/") ? teamUrl : `${teamUrl}/`;
  return (channelId: string, messageTs: string, threadTs?: string): string => {
    const thread = threadTs && threadTs !== messageTs ? `?thread_ts=${threadTs}&cid=${channelId}` : "";
    return `${base}archives/${channelId}/p${messageTs.replace(".", "")}${thread}`;
  };
}
