import { createHash } from "node:crypto";
import type { ModelConfig } from "../core/config.ts";
import type { ModelNote, Summariser, Summary, SummaryRequest } from "../core/summary/summary.ts";
import { letterCount } from "../core/text/characters.ts";
import { answerIn, type ModelAnswer } from "./answer.ts";
import { type AskModel, askModel } from "./ask-model.ts";
import { checkAnswer } from "./check-answer.ts";
import { places } from "./places.ts";
import { type Prompt, promptFor } from "./prompt.ts";

/** Counts what a workspace asks of the model. */
export interface ModelBudget {
  /** Takes one question of the workspace's day (`2025-03-04`, UTC) if fewer than `perDay` are taken, and says whether it could. */
  take(workspace: string, day: string, perDay: number): Promise<boolean>;
}

/** Keeps answers by a key of 64 hex digits; an entry may vanish at any time. */
export interface AnswerCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, answer: string): Promise<void>;
}

/** As much of a logger as is needed. Page text never goes there. */
export interface ModelLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** What the summariser needs. */
export interface ModelParts {
  readonly config: ModelConfig;
  /** Makes the summary when the model does not. */
  readonly fallback: Summariser;
  readonly budget: ModelBudget;
  readonly cache: AnswerCache;
  readonly log: ModelLog;
  readonly now: () => Date;
  /** Puts the question; the configured model over HTTP unless a test says otherwise. */
  readonly ask?: AskModel;
}

/** A text with fewer letters than this needs no model to be shortened. */
const SHORT_TEXT = 60;
/** Requests that name no workspace share one allowance. */
const NO_WORKSPACE = "";

/** Why there is no answer: a note for the modal. */
type Asked =
  | { readonly kind: "answer"; readonly answer: ModelAnswer; readonly cached: boolean }
  | { readonly kind: "none"; readonly note: ModelNote };

/** What may be said of an error in a log: its kind and HTTP status, never its words, which can hold page text or a key. */
function inLog(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const status = "statusCode" in error ? { status: error.statusCode } : {};
  return { error: error.name, ...status };
}

/** The cache's answer, or the model's. Never throws. */
function asker({ config, budget, cache, log, now, ask = askModel(config) }: ModelParts) {
  const open = places(config.concurrency);

  async function remembered(key: string): Promise<ModelAnswer | undefined> {
    try {
      const kept = await cache.get(key);
      return kept === undefined ? undefined : answerIn(kept);
    } catch (error) {
      log.warn(inLog(error), "model cache not read");
      return undefined;
    }
  }

  async function remember(key: string, answer: ModelAnswer): Promise<void> {
    try {
      await cache.set(key, JSON.stringify(answer));
    } catch (error) {
      log.warn(inLog(error), "model cache not written");
    }
  }

  /** Takes from the allowance and asks, both within one timeout. */
  async function question(prompt: Prompt, workspace: string): Promise<Asked> {
    const signal = AbortSignal.timeout(config.timeoutMs);
    return open.run(signal, async () => {
      const day = now().toISOString().slice(0, 10);
      if (!(await budget.take(workspace, day, config.perDay))) return { kind: "none", note: "spent" };
      const answer = await ask(prompt, signal);
      return answer ? { kind: "answer", answer, cached: false } : { kind: "none", note: "failed" };
    });
  }

  return {
    remember,
    async answerTo(prompt: Prompt, key: string, workspace: string): Promise<Asked> {
      const kept = await remembered(key);
      if (kept) return { kind: "answer", answer: kept, cached: true };
      try {
        return await question(prompt, workspace);
      } catch (error) {
        log.warn({ model: config.model, ...inLog(error) }, "model failed");
        return { kind: "none", note: "failed" };
      }
    },
  };
}

function cacheKey({ contentHash, promptHash }: Prompt, model: string): string {
  return createHash("sha256")
    .update(JSON.stringify([contentHash, promptHash, model]))
    .digest("hex");
}

/**
 * The summariser that lets a model write the sentences and checks each against the page. Whenever there is no good answer (an error, a timeout,
 * a refusal, no JSON, a spent allowance, fewer than half of the sentences found in the text) the fallback's summary is given, with a note
 * that says so. Answers that held are kept by content, prompt and model, so that the same page costs once.
 */
export function modelSummariser(parts: ModelParts): Summariser {
  const { config, fallback, log } = parts;
  const asked = asker(parts);

  async function instead(request: SummaryRequest, note: ModelNote): Promise<Summary> {
    return { ...(await fallback.summarise(request)), note };
  }

  return {
    async summarise(request) {
      if (request.noModel) return instead(request, "refused");
      const prompt = promptFor(request, config.maxInputCharacters);
      if (letterCount(request.text) < SHORT_TEXT || prompt.sentences.length === 0) return fallback.summarise(request);
      const key = cacheKey(prompt, config.model);
      const reply = await asked.answerTo(prompt, key, request.workspace ?? NO_WORKSPACE);
      if (reply.kind === "none") return instead(request, reply.note);
      const checked = checkAnswer(reply.answer, request, prompt.sentences);
      const kept = checked ? checked.sentences.length + (checked.more?.length ?? 0) : 0;
      const counts = { asked: reply.answer.sentences.length, kept, cached: reply.cached };
      log.info({ model: config.model, ...counts }, "model answered");
      if (!checked) return instead(request, "failed");
      if (!reply.cached) await asked.remember(key, reply.answer);
      return { ...checked, method: { kind: "model", model: config.model, promptHash: prompt.promptHash } };
    },
  };
}
