import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, type LanguageModel, NoObjectGeneratedError, Output } from "ai";
import type { ModelConfig } from "../core/config.ts";
import { answerIn, ModelAnswer } from "./answer.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import type { Prompt } from "./prompt.ts";

/** Puts one question to a model. Gives nothing when the words that came back are no answer. @throws whatever the network or the server did wrong */
export type AskModel = (prompt: Prompt, signal: AbortSignal) => Promise<ModelAnswer | undefined>;

const OPENAI = "https://api.openai.com/v1";
/** Room for a few sentences and for the thinking of models that think first. */
const MOST_OUTPUT_TOKENS = 4000;

function languageModel({ provider, baseUrl, apiKey, model }: ModelConfig): LanguageModel {
  const key = apiKey === undefined ? {} : { apiKey };
  if (provider === "anthropic") {
    return createAnthropic({ ...key, ...(baseUrl ? { baseURL: baseUrl } : {}), fetch: boundedFetch() })(model);
  }
  return createOpenAICompatible({ name: "model", ...key, baseURL: baseUrl ?? OPENAI, fetch: boundedFetch() }).chatModel(
    model,
  );
}

/** A JSON schema is understood by few of the servers that speak OpenAI's API, plain JSON mode by nearly all; the prompt shows the form. */
function outputFor(provider: ModelConfig["provider"]) {
  return provider === "anthropic" ? Output.object({ schema: ModelAnswer }) : Output.json();
}

/**
 * Asks the configured model, once: a failed question is not put again here, since a card waits for the answer. No tools, no history.
 */
export function askModel(config: ModelConfig): AskModel {
  const model = languageModel(config);
  return async ({ system, user }, abortSignal) => {
    try {
      const { text } = await generateText({
        model,
        instructions: system,
        prompt: user,
        output: outputFor(config.provider),
        maxOutputTokens: MOST_OUTPUT_TOKENS,
        maxRetries: 0,
        abortSignal,
      });
      return answerIn(text);
    } catch (error) {
      // JSON with words or a code fence around it is still an answer.
      if (NoObjectGeneratedError.isInstance(error)) return answerIn(error.text ?? "");
      throw error;
    }
  };
}
