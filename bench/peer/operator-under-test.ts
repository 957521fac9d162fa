/** An operator as a process whose pid is measured, with what it prints in a file. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { Contender } from "./contender.ts";
import { cpuOf, residentOf, type CpuSeconds, type ResidentMiB } from "./process-figures.ts";

/** What every operator is given. */
export interface Given {
  readonly kubeconfig: string;
  readonly townRoot: string;
  /** The folder with the stub's gt. */
  readonly bin: string;
  readonly home: string;
}

/** gt calls under way are waited for by a good operator. */
const ENDS_WITHIN_MS = 20_000;

export class OperatorUnderTest {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #ended: Promise<void>;
  #isRunning = true;

  /** @throws Error where its program cannot be started. */
  constructor({ name, command: [program, ...words], env }: Contender, given: Given, logFile: string) {
    this.#logFile = logFile;
    const log = openSync(logFile, "a");
    this.#child = spawn(program, words, {
      cwd: given.home,
      env: {
        PATH: `${given.bin}:${process.env["PATH"] ?? ""}`,
        HOME: given.home,
        KUBECONFIG: given.kubeconfig,
        GT_TOWN_ROOT: given.townRoot,
        ...env,
      },
      stdio: ["ignore", log, log],
      // A Ctrl-C is the bench's own: it ends the operator first, and then what that stands on.
      detached: true,
    });
    closeSync(log);
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        this.#isRunning = false;
        resolve();
      };
      this.#child.once("close", end).once("error", end);
    });
    if (this.#child.pid === undefined) throw new Error(`${name} cannot be started: ${program} cannot be run`);
    this.pid = this.#child.pid;
  }

  cpu(): CpuSeconds {
    this.mustRun();
    return cpuOf(this.pid);
  }

  resident(): ResidentMiB {
    this.mustRun();
    return residentOf(this.pid);
  }

  tail(): string {
    return readFileSync(this.#logFile, "utf8").trimEnd().split("\n").slice(-8).join("\n");
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const force = setTimeout(() => this.#child.kill("SIGKILL"), ENDS_WITHIN_MS);
    await this.#ended;
    clearTimeout(force);
  }

  /** @throws Error with what it printed last where it has ended. */
  mustRun(): void {
    if (!this.#isRunning) throw new Error(`the operator has ended. It printed last:\n${this.tail()}`);
  }
}
