/** What is known of a coding agent. */
import type { AgentUsage } from "../pod-reports/index.ts";

export const AGENT_NAMES = ["claude-code", "opencode", "codex", "aider", "custom"] as const;
export type AgentName = (typeof AGENT_NAMES)[number];

/** Who serves the model, as `spec.agentConfig.provider` names it. */
export type Provider = "litellm" | "anthropic" | "openai" | "ollama";

export interface Start {
  /** Null: the agent's own choice. */
  readonly model: string | null;
  /** A file that holds the instructions; they are on its standard input, too. */
  readonly instructionsFile: string;
}

export interface Agent {
  /** Its program with arguments, so that it asks nobody and ends by itself. Null: only the spec knows. */
  readonly argv: ((start: Start) => readonly string[]) | null;
  /** What it needs besides keys. */
  readonly variables: Readonly<Record<string, string>>;
  /** The variable in which it looks for the key of a provider; none where it cannot use that one, or needs no key. */
  readonly keys: Readonly<Partial<Record<Provider, string>>>;
  /** The variable that says where a provider's API is; none where that stands in a file of the agent's own. */
  readonly endpoints: Readonly<Partial<Record<Provider, string>>>;
  /** The folder in its home that holds what a person's login leaves; null: it takes a key only. */
  readonly loginFolder: string | null;
  /** Tokens and cost after one more line of its output. */
  readonly usageAfter: (line: string, before: AgentUsage | null) => AgentUsage | null;
}
