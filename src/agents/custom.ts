/** Any other agent: the spec names its command, and its image writes `usage.json` where it knows tokens and cost. */
import type { Agent } from "./agent.ts";

export const custom: Agent = {
  argv: null,
  variables: {},
  keys: { anthropic: "ANTHROPIC_API_KEY", openai: "OPENAI_API_KEY", litellm: "OPENAI_API_KEY" },
  endpoints: {
    anthropic: "ANTHROPIC_BASE_URL",
    openai: "OPENAI_BASE_URL",
    litellm: "OPENAI_BASE_URL",
    ollama: "OLLAMA_HOST",
  },
  loginFolder: null,
  usageAfter: (_line, before) => before,
};
