/** The simulated town of a world: its state, its faults, its call log, and people who work in it. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import { readFaults, setFaults, type FaultRule, type Faults } from "simulated-town/testing";
import {
  GT_PROGRAM,
  runInTown,
  seedTown,
  withState,
  worktreePath,
  type TownSeed,
  type TownState,
} from "simulated-town";
import { readGtCalls, type GtCall } from "./gt-calls.ts";

/** What changes something in the town. */
const WRITES = /^(sling|session stop|polecat nuke|convoy create|mail send) /;

export class Town {
  readonly root: string;
  readonly gtPath: string;

  constructor(root: string, seed: TownSeed) {
    this.root = root;
    this.gtPath = seedTown(root, seed, { nodePath: process.execPath, entry: bundledGt(root) }, Date.now());
  }

  /** Somebody runs `gt` beside the operator; it is not in the call log. @throws Error when it fails. */
  gt(...argv: readonly string[]): string {
    return this.#run("gt", argv);
  }

  bd(...argv: readonly string[]): string {
    return this.#run("bd", argv);
  }

  get state(): TownState {
    return withState(this.root, (state) => structuredClone(state));
  }

  change(change: (state: TownState) => void): void {
    withState(this.root, change);
  }

  /** The agent that has the bead says `gt done` in its worktree, and the refinery merges its work: the bead is closed. */
  finish(bead: string): void {
    const [rig = "", , name = ""] = (this.bead(bead).assignee ?? "").split("/");
    this.#run("gt", ["done"], worktreePath(this.root, rig, name));
    this.merge(bead);
  }

  /** The refinery merges the merge request of that bead. */
  merge(bead: string): void {
    const request = this.state.mergeRequests.findLast((candidate) => candidate.bead === bead);
    this.gt("mq", "post-merge", request?.rig ?? "", request?.id ?? "");
  }

  /**
   * What gt asks of an agent before it lets the polecat of that bead go: nothing but a clean worktree in 1.0.1, which
   * lets polecats go that are at work; that it finished its bead in 1.2.1.
   */
  allowEnd(bead: string): void {
    if (this.state.gtVersion !== "1.0.1") this.finish(bead);
  }

  /** The bead is closed in such a way that gt lets its polecat go: in 1.0.1 it does not matter by whom. */
  complete(bead: string): void {
    this.allowEnd(bead);
    if (this.bead(bead).status !== "closed") this.bd("close", bead);
  }

  bead(id: string): TownState["beads"][number] {
    const bead = this.state.beads.find((candidate) => candidate.id === id);
    if (bead === undefined) throw new Error(`the town has no bead ${id}`);
    return bead;
  }

  polecat(rig: string, name: string): TownState["polecats"][number] | undefined {
    return this.state.polecats.find((candidate) => candidate.rig === rig && candidate.name === name);
  }

  /** Calls of gt by the operator that begin with these words. */
  calls(beginning = ""): readonly GtCall[] {
    return readGtCalls(this.root).filter(({ line }) => `${line} `.startsWith(beginning));
  }

  /** Command lines of the operator's calls that change the town. */
  writes(): readonly string[] {
    return this.calls()
      .map(({ line }) => line)
      .filter((line) => WRITES.test(line));
  }

  /** Makes gt misbehave, in addition to what it does already. */
  addFault(rule: FaultRule): void {
    const { rules, doltDown } = readFaults(this.root);
    setFaults(this.root, { doltDown, rules: [...rules, rule] });
  }

  setFaults(faults: Partial<Faults>): void {
    setFaults(this.root, faults);
  }

  /** Path of a file in a polecat's worktree. */
  file(rig: string, name: string, file: string): string {
    return path.join(worktreePath(this.root, rig, name), file);
  }

  leaveFile(rig: string, name: string, file: string): void {
    writeFileSync(this.file(rig, name, file), "work that is not committed\n");
  }

  removeFile(rig: string, name: string, file: string): void {
    rmSync(this.file(rig, name, file));
  }

  /** Takes the program away, or puts it back. */
  uninstallGt(): void {
    renameSync(this.gtPath, `${this.gtPath}.away`);
  }

  reinstallGt(): void {
    renameSync(`${this.gtPath}.away`, this.gtPath);
  }

  /** Puts a shell script before gt: it gets the original's path as `$GT`. */
  wrapGt(script: string): void {
    const original = `${this.gtPath}-original`;
    if (!existsSync(original)) {
      writeFileSync(original, readFileSync(this.gtPath), { mode: 0o755 });
    }
    writeFileSync(`${this.gtPath}.new`, `#!/bin/sh\nGT="${original}"\n${script}\n`, { mode: 0o755 });
    renameSync(`${this.gtPath}.new`, this.gtPath);
  }

  #run(program: "gt" | "bd", argv: readonly string[], cwd?: string): string {
    const { exitCode, stdout, stderr } = runInTown(this.root, program, argv, Date.now(), cwd);
    if (exitCode !== 0) throw new Error(`${program} ${argv.join(" ")}: ${stderr}${stdout}`);
    return stdout;
  }
}

/** One file instead of a dozen modules: a call takes a third of the time, and the tests make thousands. */
function bundledGt(root: string): string {
  const outfile = path.join(path.dirname(root), "gt-simulated.mjs");
  buildSync({ entryPoints: [GT_PROGRAM], outfile, bundle: true, platform: "node", format: "esm" });
  return outfile;
}
