/** A server of the control plane as a process: its output in a file, its end by its pid. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const LOOK_EVERY_MS = 50;

export class Daemon {
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #ended: Promise<void>;
  #isRunning = true;

  constructor(program: string, args: readonly string[], logFile: string) {
    this.#logFile = logFile;
    const log = openSync(logFile, "a");
    this.#child = spawn(program, args, { stdio: ["ignore", log, log] });
    closeSync(log);
    // A test run that ends early leaves no servers behind.
    const endToo = (): void => void this.#child.kill("SIGKILL");
    process.once("exit", endToo);
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        this.#isRunning = false;
        process.off("exit", endToo);
        resolve();
      };
      this.#child.once("close", end);
      this.#child.once("error", end);
    });
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Waits until `isReady` says so. @throws Error with the last lines of its log when it ended, or took too long. */
  async ready(isReady: () => Promise<boolean>): Promise<void> {
    const giveUpAt = Date.now() + WAIT_DEADLINE_MS;
    while (!(await isReady())) {
      if (!this.#isRunning || Date.now() > giveUpAt) {
        await this.kill();
        throw new Error(`not ready: ${this.#tail()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** Stops it from running without ending it: to others it is there and silent. */
  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child.kill("SIGCONT");
  }

  /** Ends it at once: nothing in it is worth a farewell, and a frozen one would not hear it. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #tail(): string {
    return readFileSync(this.#logFile, "utf8").trimEnd().split("\n").slice(-8).join("\n");
  }
}
