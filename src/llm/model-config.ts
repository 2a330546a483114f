/** A model that writes summaries, as the environment configures it. */
export interface ModelConfig {
  readonly provider: "openai-compatible" | "anthropic";
  /** Up to and with `/v1`; the provider's own address when absent. */
  readonly baseUrl?: string;
  /** Absent for servers that want none, such as Ollama. */
  readonly apiKey?: string;
  readonly model: string;
  /** For one summary, waiting for a free place included. */
  readonly timeoutMs: number;
  /** The most of a page that is sent, title included (UTF-16 code units). */
  readonly maxInputCharacters: number;
  /** The most answers a day that one workspace may ask for. */
  readonly perDay: number;
  /** The most questions at once in this process. */
  readonly concurrency: number;
}
