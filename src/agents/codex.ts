/** Codex, by `codex exec --json`. What a turn ends with counts the whole thread; Codex tells no cost. */
import { z } from "zod";
import type { Agent } from "./agent.ts";
import { jsonLine } from "./json-line.ts";

const count = z.int().min(0);

const turnSchema = z.object({
  type: z.literal("turn.completed"),
  /** `input_tokens` has those that came from a cache in it. */
  usage: z.object({ input_tokens: count, output_tokens: count }),
});

export const codex: Agent = {
  argv: ({ model }) => [
    "codex",
    "exec",
    "--json",
    // The pod is the sandbox; Codex' own needs rights that a restricted pod has not.
    "--dangerously-bypass-approvals-and-sandbox",
    ...(model === null ? [] : [`--model=${model}`]),
    // The instructions are on its standard input.
    "-",
  ],
  variables: {},
  keys: { openai: "CODEX_API_KEY" },
  endpoints: {},
  loginFolder: ".codex",
  usageAfter(line, before) {
    const turn = jsonLine(line, turnSchema);
    if (turn === null) return before;
    return { inputTokens: turn.usage.input_tokens, outputTokens: turn.usage.output_tokens, costUsd: null };
  },
};
