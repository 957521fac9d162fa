/** The program as a person starts it, without any setting of the machine that the test runs on. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

const ROOT = path.join(import.meta.dirname, "../..");

const FOLDERS = {
  "main.ts": "src",
  "kubectl-gastown.ts": "src/programs",
  "kubectl-complete.ts": "src/programs",
} as const;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class CommandLine {
  readonly child: ChildProcess;
  /** Its home, its working folder, and where it makes temporary files; removed with the test. */
  readonly folder: string;
  readonly ended: Promise<Ended>;
  output = "";
  errors = "";

  constructor(
    argv: readonly string[],
    env: Readonly<Record<string, string>> = {},
    entry: "main.ts" | "kubectl-gastown.ts" | "kubectl-complete.ts" = "main.ts",
    /** Where its output goes; to whoever reads `output` without one. */
    stdout: "pipe" | number = "pipe",
  ) {
    this.folder = mkdtempSync(path.join(tmpdir(), "gastown-cli-"));
    this.child = spawn(
      path.join(ROOT, "node_modules/.bin/node"),
      [path.join(ROOT, FOLDERS[entry], entry), ...argv],
      {
        cwd: this.folder,
        env: {
          ...{ PATH: process.env["PATH"] ?? "", HOME: this.folder, TMPDIR: this.folder },
          NODE_COMPILE_CACHE: path.join(tmpdir(), "gastown-operator-tests-compiled"),
          ...env,
        },
        stdio: ["ignore", stdout, "pipe"],
      },
    );
    this.child.stdout?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on("data", (chunk: Buffer) => (this.errors += chunk.toString()));
    this.ended = new Promise((resolve) => {
      this.child.once("close", (code, signal) => resolve({ code, signal }));
    });
    onTestFinished(async () => {
      this.child.kill("SIGKILL");
      await this.ended;
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Goes away like `head` does, once something was read. */
  async stopReading(): Promise<void> {
    if (this.child.stdout === null) return;
    if (this.output === "") await once(this.child.stdout, "data");
    this.child.stdout.destroy();
  }

  /** Names in its folder. */
  get left(): readonly string[] {
    return readdirSync(this.folder);
  }
}
