/** OpenCode, by `opencode run --format json`. Each step says what it has cost; a session is the sum of its steps. */
import { z } from "zod";
import type { Agent } from "./agent.ts";
import { jsonLine } from "./json-line.ts";

const count = z.number().min(0).default(0);

const stepSchema = z.object({
  type: z.literal("step_finish"),
  part: z.object({
    cost: count,
    tokens: z
      .object({
        input: count,
        output: count,
        reasoning: count,
        cache: z.object({ read: count, write: count }).prefault({}),
      })
      .prefault({}),
  }),
});

export const opencode: Agent = {
  argv: ({ model }) => ["opencode", "run", "--format=json", ...(model === null ? [] : [`--model=${model}`])],
  variables: {
    // It would say no to each question for itself: there is nobody to ask. A flag for it has another name in each version.
    OPENCODE_PERMISSION: '{"*":"allow"}',
    OPENCODE_DISABLE_AUTOUPDATE: "true",
  },
  keys: { anthropic: "ANTHROPIC_API_KEY", openai: "OPENAI_API_KEY" },
  endpoints: {},
  loginFolder: null,
  usageAfter(line, before) {
    const step = jsonLine(line, stepSchema);
    if (step === null) return before;
    const { cost, tokens } = step.part;
    return {
      inputTokens: (before?.inputTokens ?? 0) + tokens.input + tokens.cache.read + tokens.cache.write,
      outputTokens: (before?.outputTokens ?? 0) + tokens.output + tokens.reasoning,
      costUsd: (before?.costUsd ?? 0) + cost,
    };
  },
};
