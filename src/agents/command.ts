/** The command of the agent's container: `sh`, the script, the agent with its arguments. Each is an argument of its own. */
import path from "node:path";
import type { AgentName } from "./agent.ts";
import { AGENTS } from "./agents.ts";
import { AGENT_FILES } from "./files.ts";

export interface AgentCommandInput {
  readonly agent: AgentName;
  readonly model: string | null;
  /** Instead of the agent's own; empty: none is given. */
  readonly command: readonly string[];
  /** Behind the command. */
  readonly args: readonly string[];
  /** Where the agent's container has the folder that it shares with the warden. */
  readonly folder: string;
}

/** @returns null where the spec has to name a command, and names none. */
export function agentCommand(input: AgentCommandInput): readonly string[] | null {
  const { agent, model, command, args, folder } = input;
  const instructionsFile = path.posix.join(folder, AGENT_FILES.instructions);
  const own = command.length > 0 ? command : AGENTS[agent].argv?.({ model, instructionsFile });
  if (own === undefined) return null;
  return ["/bin/sh", path.posix.join(folder, AGENT_FILES.run), folder, ...withArguments(own, args)];
}

/** A dash at the end names the standard input, and options belong before it. */
function withArguments(own: readonly string[], args: readonly string[]): readonly string[] {
  return own.at(-1) === "-" ? [...own.slice(0, -1), ...args, "-"] : [...own, ...args];
}
