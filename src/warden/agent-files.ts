/**
 * What the agent's container tells the warden, by files in a folder that both have: its output, its exit code, and tokens
 * and cost, where its image writes them itself. Any of them may be missing, and the agent may write anything into them.
 */
import { AGENT_FILES, type Agent } from "../agents/index.ts";
import { agentUsageSchema, type AgentUsage } from "../pod-reports/index.ts";
import { AgentOutput } from "./agent-output.ts";
import { OpenFolder } from "./open-folder.ts";

const MOST_BYTES = 65_536;

export interface AgentNews {
  readonly exitCode: number | null;
  readonly usage: AgentUsage | null;
}

const NONE: AgentNews = { exitCode: null, usage: null };

export class AgentFiles {
  readonly #folder: string | undefined;
  readonly #output: AgentOutput;

  constructor(folder: string | undefined, agent: Agent) {
    this.#folder = folder;
    this.#output = new AgentOutput(agent);
  }

  news(): AgentNews {
    return this.#look(NONE, (opened) => {
      const exitCode = exitCodeIn(textOf(opened, AGENT_FILES.exitCode));
      const counted = this.#output.read(opened, AGENT_FILES.output, exitCode !== null);
      return { exitCode, usage: usageIn(textOf(opened, AGENT_FILES.usage)) ?? counted };
    });
  }

  /** Another one whenever the output has grown, or was begun anew. */
  outputMark(): string {
    return this.#look("", (opened) => {
      const output = opened.stat(AGENT_FILES.output);
      return output === null ? "" : `${output.ino} ${output.size} ${output.mtimeNs}`;
    });
  }

  #look<Found>(none: Found, look: (opened: OpenFolder) => Found): Found {
    if (this.#folder === undefined) return none;
    let opened: OpenFolder;
    try {
      opened = OpenFolder.open(this.#folder);
    } catch {
      // The agent has taken it away: then it tells nothing.
      return none;
    }
    try {
      return look(opened);
    } catch {
      return none;
    } finally {
      opened.close();
    }
  }
}

function textOf(folder: OpenFolder, name: string): string {
  return folder.readFile(name, MOST_BYTES)?.toString("utf8").trim() ?? "";
}

function exitCodeIn(text: string): number | null {
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : null;
}

function usageIn(text: string): AgentUsage | null {
  try {
    return agentUsageSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
