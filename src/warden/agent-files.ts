/**
 * What the agent's image tells the warden, by files in a folder that both containers have: its output, its exit code, and
 * the tokens and cost that it has printed. Any of them may be missing, and the agent may write anything into them.
 */
import { agentUsageSchema, type AgentUsage } from "../pod-reports/index.ts";
import { OpenFolder } from "./open-folder.ts";

/** The names are part of the image's contract: docs/pods.md. */
const EXIT_CODE = "exit-code";
const USAGE = "usage.json";
const OUTPUT = "output.log";
const MOST_BYTES = 65_536;

export interface AgentFiles {
  readonly exitCode: number | null;
  readonly usage: AgentUsage | null;
  /** Another one whenever the output has grown, or was begun anew. */
  readonly outputMark: string;
}

const NONE: AgentFiles = { exitCode: null, usage: null, outputMark: "" };

export function readAgentFiles(folder: string | undefined): AgentFiles {
  if (folder === undefined) return NONE;
  let opened: OpenFolder;
  try {
    opened = OpenFolder.open(folder);
  } catch {
    // The agent has it yet to make, or has taken it away: then it tells nothing.
    return NONE;
  }
  try {
    const output = opened.stat(OUTPUT);
    return {
      exitCode: exitCodeIn(textOf(opened, EXIT_CODE)),
      usage: usageIn(textOf(opened, USAGE)),
      outputMark: output === null ? "" : `${output.ino} ${output.size} ${output.mtimeNs}`,
    };
  } catch {
    return NONE;
  } finally {
    opened.close();
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
