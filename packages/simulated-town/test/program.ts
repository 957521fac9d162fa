/** The simulated gt as a program in a folder of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { z } from "zod";
import {
  ALPHA,
  BETA,
  GT_PROGRAM,
  readState,
  seedTown,
  townFiles,
  type TownSeed,
  type TownState,
} from "../src/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const callSchema = z.object({
  at: z.number(),
  pid: z.number(),
  program: z.string(),
  argv: z.array(z.string()),
  event: z.enum(["start", "end", "fork"]),
  env: z.array(z.string()).optional(),
  exitCode: z.number().optional(),
  child: z.number().optional(),
});

export type LoggedCall = z.infer<typeof callSchema>;

export interface Ended {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface CallOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface TownFolder {
  readonly root: string;
  readonly gtPath: string;
  /** A call that runs; whoever starts it ends it. */
  readonly start: (argv: readonly string[]) => ChildProcess;
  readonly call: (argv: readonly string[], options?: CallOptions) => Promise<Ended>;
  readonly state: () => TownState;
  readonly calls: () => readonly LoggedCall[];
  readonly remove: () => void;
}

export function townFolder(seed: Partial<TownSeed> = {}): TownFolder {
  const root = mkdtempSync(path.join(tmpdir(), "gt-town-"));
  const launcher = { nodePath: process.execPath, entry: GT_PROGRAM };
  const gtPath = seedTown(root, { rigs: [ALPHA, BETA], beads: [], ...seed }, launcher, Date.now());
  return {
    root,
    gtPath,
    start: (argv) =>
      spawn(gtPath, argv, { cwd: tmpdir(), env: { PATH: process.env["PATH"], GT_TOWN_ROOT: root } }),
    call: async (argv, { cwd = tmpdir(), env = { GT_TOWN_ROOT: root } } = {}) => {
      const ended = await execa(gtPath, [...argv], {
        cwd,
        env: { PATH: process.env["PATH"] ?? "", ...env },
        extendEnv: false,
        reject: false,
        stripFinalNewline: false,
        timeout: WAIT_DEADLINE_MS,
        maxBuffer: 200 * 1024 * 1024,
      });
      const { exitCode, signal, stdout, stderr, durationMs } = ended;
      return { exitCode, signal, stdout, stderr, durationMs };
    },
    state: () => readState(root),
    calls: () => logged(townFiles(root).calls),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function logged(file: string): readonly LoggedCall[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => callSchema.parse(JSON.parse(line)));
}

/** Whether a process runs. One that has ended, and whose parent has not asked yet, does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const about = `/proc/${pid}/status`;
  if (!existsSync(about)) return true;
  const letter = /^State:\s+(\S)/m.exec(readFileSync(about, "utf8"))?.[1];
  return letter !== "Z" && letter !== "X";
}
