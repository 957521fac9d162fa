/** All agents, by the name that a Polecat's spec gives. */
import type { Agent, AgentName } from "./agent.ts";
import { aider } from "./aider.ts";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { custom } from "./custom.ts";
import { opencode } from "./opencode.ts";

export const AGENTS: Readonly<Record<AgentName, Agent>> = {
  "claude-code": claudeCode,
  opencode,
  codex,
  aider,
  custom,
};
