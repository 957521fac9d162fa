/** The variables by which an agent finds its model: names only, for the values are in Secrets that nobody here reads. */
import type { AgentName, Provider } from "./agent.ts";
import { AGENTS } from "./agents.ts";

export interface AccessVariables {
  /** Gets the API key; null where this agent takes no key of this provider. */
  readonly key: string | null;
  /** Gets the address of the API; null where it has to stand in a file of the agent's own. */
  readonly endpoint: string | null;
}

export function accessVariables(agent: AgentName, provider: Provider): AccessVariables {
  const { keys, endpoints } = AGENTS[agent];
  return { key: keys[provider] ?? null, endpoint: endpoints[provider] ?? null };
}
