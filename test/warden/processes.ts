/** The commands as processes, and their end as a kubelet or a lost node brings it about. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";

const ROOT = path.join(import.meta.dirname, "../..");
const NODE = path.join(ROOT, "node_modules/.bin/node");

/** Processes are found by Linux' own files. */
export const isLinux = existsSync("/proc/self/stat");

export interface Started {
  readonly output: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  signal(name: NodeJS.Signals): void;
  /** With all that it has started, as the end of a container does. */
  killAll(): Promise<void>;
}

export function startCommand(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Started {
  const child = spawn(NODE, [path.join(ROOT, "src/main.ts"), ...argv], {
    env: { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | string>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal ?? "nothing")),
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    output: () => output,
    ended,
    signal: (name) => void child.kill(name),
    async killAll() {
      killTree(child);
      await ended;
    },
  };
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  // Stopped first, so that none of them starts another one meanwhile.
  const stopped: number[] = [];
  const waiting = [child.pid];
  for (let pid = waiting.shift(); pid !== undefined; pid = waiting.shift()) {
    if (!signal(pid, "SIGSTOP")) continue;
    stopped.push(pid);
    waiting.push(...childrenOf(pid));
  }
  for (const pid of stopped) signal(pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    // It has ended by itself.
    return false;
  }
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

/** The second field behind the name, which may hold anything. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}
