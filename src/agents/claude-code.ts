/**
 * Claude Code, by `claude --print`. Its last line of `stream-json` says what the whole session has cost; what it prints
 * before is not counted: the tokens of a message that is still being written are not its last ones.
 */
import { z } from "zod";
import type { Agent } from "./agent.ts";
import { jsonLine } from "./json-line.ts";

const count = z.int().min(0).default(0);

const resultSchema = z.object({
  type: z.literal("result"),
  total_cost_usd: z.number().min(0).nullish(),
  usage: z
    .object({
      input_tokens: count,
      cache_creation_input_tokens: count,
      cache_read_input_tokens: count,
      output_tokens: count,
    })
    .nullish(),
});

export const claudeCode: Agent = {
  argv: ({ model }) => [
    "claude",
    "--print",
    "--verbose",
    "--output-format=stream-json",
    // The pod is the sandbox: no key of git's, no token of the cluster's, and a NetworkPolicy.
    "--dangerously-skip-permissions",
    ...(model === null ? [] : [`--model=${model}`]),
  ],
  variables: { DISABLE_AUTOUPDATER: "1" },
  keys: { anthropic: "ANTHROPIC_API_KEY", litellm: "ANTHROPIC_AUTH_TOKEN" },
  endpoints: { anthropic: "ANTHROPIC_BASE_URL", litellm: "ANTHROPIC_BASE_URL" },
  loginFolder: ".claude",
  usageAfter(line, before) {
    const result = jsonLine(line, resultSchema);
    if (result === null) return before;
    const { usage } = result;
    return {
      inputTokens:
        usage == null
          ? null
          : usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens,
      outputTokens: usage?.output_tokens ?? null,
      costUsd: result.total_cost_usd ?? null,
    };
  },
};
