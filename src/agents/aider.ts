/**
 * Aider, by `aider --message-file`. It says tokens after each message, as people read them (`12k`): from a thousand on they
 * are rounded, and so is their sum. What it prints of cost is that of the session.
 */
import type { Agent } from "./agent.ts";

const TOKENS = /^Tokens: ([\d.]+k?) sent\b(?:.*?, ([\d.]+k?) received\b)?/;
const COST = /\bCost: \$[\d.]+ message, \$(\d+(?:\.\d+)?) session\b/;

export const aider: Agent = {
  argv: ({ model, instructionsFile }) => [
    "aider",
    "--yes-always",
    "--no-check-update",
    "--no-show-release-notes",
    "--no-analytics",
    "--no-pretty",
    "--no-stream",
    "--no-gitignore",
    // It would run commands that it thought of only after a person's yes, which --yes-always does not give.
    "--no-suggest-shell-commands",
    ...(model === null ? [] : [`--model=${model}`]),
    `--message-file=${instructionsFile}`,
  ],
  // Lines are cut to a terminal's width otherwise.
  variables: { COLUMNS: "1000" },
  keys: { anthropic: "ANTHROPIC_API_KEY", openai: "OPENAI_API_KEY", litellm: "OPENAI_API_KEY" },
  endpoints: { openai: "OPENAI_API_BASE", litellm: "OPENAI_API_BASE", ollama: "OLLAMA_API_BASE" },
  loginFolder: null,
  usageAfter(line, before) {
    const tokens = TOKENS.exec(line);
    const session = COST.exec(line)?.[1];
    if (tokens === null && session === undefined) return before;
    return {
      inputTokens: sum(before?.inputTokens, tokens?.[1]),
      outputTokens: sum(before?.outputTokens, tokens?.[2]),
      costUsd: session === undefined ? (before?.costUsd ?? null) : Number(session),
    };
  },
};

function sum(before: number | null | undefined, shown: string | undefined): number | null {
  if (shown === undefined) return before ?? null;
  const count = shown.endsWith("k") ? Math.round(Number(shown.slice(0, -1)) * 1_000) : Number(shown);
  return Number.isFinite(count) ? (before ?? 0) + Math.round(count) : (before ?? null);
}
