/** The town's container without a container: its script, on folders for its volumes, with a gt that keeps a town in files. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { until } from "../../e2e/harness/index.ts";
import { CHART } from "../helm.ts";

export const SCRIPT = path.join(CHART, "files/town.sh");

export class TownContainer {
  readonly folder = mkdtempSync(path.join(tmpdir(), "gastown-town-"));
  readonly root = path.join(this.folder, "volume/gt");
  readonly aside = path.join(this.folder, "volume/.setup/aside");
  readonly environment: Readonly<Record<string, string>>;
  #process: ChildProcess | null = null;
  #said = "";

  constructor(...rigs: readonly string[]) {
    const at = (name: string): string => path.join(this.folder, name);
    for (const name of ["volume", "run", "hold", "bin"]) mkdirSync(at(name));
    this.environment = {
      PATH: `${at("bin")}:${process.env["PATH"] ?? ""}`,
      HOME: at("volume/home"),
      CALLS: at("calls"),
      HOLD: at("hold"),
      GT_TOWN_ROOT: this.root,
      GT_TMUX_SOCKET: "town",
      TOWN_STATE: at("volume/.setup"),
      TOWN_READY: at("run/ready"),
      TOWN_RIGS: at("rigs"),
      TOWN_GIT: at("secret"),
      TOWN_GIT_NAME: "Gas Town",
      TOWN_GIT_EMAIL: "gastown@localhost",
      TOWN_UP: "false",
      TOWN_LOOK: "0.1",
      TOWN_RETRY: "1",
    };
    this.program("gt", readFileSync(path.join(import.meta.dirname, "gt.sh"), "utf8"));
    for (const name of ["bd", "tmux"]) this.program(name, `#!/bin/sh\necho "${name} $*" >>"$CALLS"\n`);
    // A process of that name, for that is how a Dolt is known.
    cpSync("/bin/sleep", at("bin/dolt"));
    this.list(...rigs);
    onTestFinished(() => this.#remove());
  }

  program(name: string, text: string): void {
    writeFileSync(path.join(this.folder, "bin", name), text, { mode: 0o755 });
  }

  /** What the ConfigMap lists. */
  list(...rigs: readonly string[]): void {
    writeFileSync(path.join(this.folder, "rigs"), rigs.map((rig) => `${rig}\n`).join(""));
  }

  /** gt waits in the middle of it until it is let go. */
  hold(what: string): void {
    writeFileSync(path.join(this.folder, "hold", what), "");
  }

  letGo(what: string): void {
    rmSync(path.join(this.folder, "hold", what));
  }

  start(): void {
    const child = spawn("sh", [SCRIPT, "run"], { env: this.environment, detached: true });
    const hear = (text: Buffer): void => void (this.#said += text.toString());
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    this.#process = child;
  }

  /** SIGTERM. @returns its exit code. */
  stop(): Promise<number | null> {
    return this.#end((pid) => process.kill(pid, "SIGTERM"));
  }

  /** As a kubelet or the kernel ends a container: all that runs in it, at once. */
  async kill(): Promise<void> {
    await this.#end((pid) => process.kill(-pid, "SIGKILL"));
    const dolt = this.dolt();
    if (dolt !== null) process.kill(dolt, "SIGKILL");
  }

  get calls(): readonly string[] {
    const file = path.join(this.folder, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  callsOf(command: string): readonly string[] {
    return this.calls.filter((call) => call.startsWith(command));
  }

  get said(): string {
    return this.#said;
  }

  untilSaid(words: string): Promise<unknown> {
    return until(
      `it says: ${words}`,
      () => this.#said.includes(words),
      () => this.#said,
    );
  }

  get isReady(): boolean {
    return existsSync(path.join(this.folder, "run/ready"));
  }

  dolt(): number | null {
    const file = path.join(this.root, "daemon/dolt.pid");
    return existsSync(file) ? Number(readFileSync(file, "utf8")) : null;
  }

  async #end(send: (pid: number) => void): Promise<number | null> {
    const child = this.#process;
    if (child?.pid === undefined) throw new Error("the container was not started");
    this.#process = null;
    const ended = once(child, "exit");
    send(child.pid);
    await ended;
    return child.exitCode;
  }

  async #remove(): Promise<void> {
    if (this.#process !== null) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
