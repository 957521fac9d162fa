/**
 * The stub town: the simulated gt's engine on a state in this process, each call as long as it is told to take, the
 * slings of a rig one after another as gt's lock has it. It logs each call, and takes more polecats than gt does.
 */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import PQueue from "p-queue";
import { setTimeout as delay } from "node:timers/promises";
import {
  announceSling,
  commandName,
  diskWorktrees,
  execute,
  feedOf,
  noteCommits,
  townFiles,
  townState,
  worktreePath,
  type Answer,
  type GtVersion,
  type Program,
  type TownState,
  type Worktrees,
} from "simulated-town";
import type { StubCall } from "./calls.ts";
import { installClient, type ClientForm } from "./client.ts";
import { StubServer } from "./server.ts";

export interface StubTownOptions {
  /** Both below one that is this town's alone. */
  readonly root: string;
  readonly exchange: string;
  readonly logFile: string;
  readonly gtVersion: GtVersion;
  readonly rigs: readonly { readonly name: string; readonly prefix: string; readonly polecats: number }[];
  readonly beads: readonly string[];
  readonly latencyMs: number;
  /** Whether the town's databases lie in its folder, where commits show; else they are on another host. */
  readonly hasDatabases: boolean;
  readonly client?: ClientForm;
}

/** An agent that never ends by itself; what it hands in is merged at once. */
const PLAN = { behaviour: "never", afterMs: 0, mergeAfterMs: 0 } as const;

export class StubTown {
  readonly bin: string;
  readonly clientForm: ClientForm;
  /** In the order in which they ended. */
  readonly calls: StubCall[] = [];
  readonly #options: StubTownOptions;
  readonly #state: TownState;
  /** On disk, as gt has them: whoever looks finds the branch there. */
  readonly #worktrees: Worktrees;
  readonly #server: StubServer;
  /** Slings by rig. */
  readonly #lanes = new Map<string, PQueue>();

  constructor(options: StubTownOptions) {
    const { root, exchange, gtVersion, rigs, beads } = options;
    this.#options = options;
    this.#worktrees = diskWorktrees(root);
    const named = rigs.map(({ name, prefix, polecats }) => ({
      name,
      prefix,
      names: namesOf(prefix, polecats),
    }));
    this.#state = townState(
      { gtVersion, rigs: named, beads, defaultPlan: PLAN, isLimited: false },
      Date.now(),
    );
    for (const { name } of rigs) mkdirSync(path.join(root, name), { recursive: true });
    mkdirSync(path.join(root, "mayor"));
    writeFileSync(path.join(root, "mayor", "town.json"), '{"type":"town","name":"stub"}\n');
    writeFileSync(townFiles(root).events, "");
    ({ bin: this.bin } = townFiles(root));
    this.#server = new StubServer(exchange, (argv, pid) => this.#serve(argv, pid));
    this.clientForm = installClient(this.bin, exchange, options.client);
  }

  /** What somebody does in the town: at once, and not among the calls. @throws Error where it is refused. */
  run(program: Program, argv: readonly string[], cwd = this.#options.root): void {
    const { exitCode, stderr } = this.#execute(program, argv, { caller: process.pid, cwd });
    if (exitCode !== 0) throw new Error(`${program} ${argv.join(" ")}: ${stderr}`);
  }

  /** All agents at work hand their work in, and it is merged. */
  finishAll(): void {
    for (const { assignee, status } of this.#state.beads) {
      const [rig = "", , name = ""] = status === "hooked" ? (assignee?.split("/") ?? []) : [];
      if (rig !== "") this.run("gt", ["done"], worktreePath(this.#options.root, rig, name));
    }
  }

  get callsUnderWay(): number {
    return this.#server.waiting;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #serve([name = "", ...argv]: readonly string[], pid: number): Promise<Answer> {
    const program = name === "bd" ? "bd" : "gt";
    const beginMs = Date.now();
    const command = commandName(argv, program);
    const isSling = program === "gt" && command === "sling";
    const take = async (): Promise<Answer> => {
      const now = Date.now();
      const until = now + this.#options.latencyMs;
      if (isSling) announceSling(this.#state, argv, { now, until, caller: pid });
      await delay(this.#options.latencyMs);
      return this.#execute(program, argv, { caller: pid, cwd: this.#options.root });
    };
    const rig = this.#rigOf(argv);
    const answer = await (isSling && rig !== null ? this.#lane(rig).add(take) : take());
    const call: StubCall = {
      program,
      command: command === "" ? (argv[0] ?? "") : command,
      rig,
      argv,
      beginMs,
      endMs: Date.now(),
      exitCode: answer.exitCode,
    };
    this.calls.push(call);
    appendFileSync(this.#options.logFile, `${JSON.stringify(call)}\n`);
    return answer;
  }

  #rigOf(argv: readonly string[]): string | null {
    const names = this.#options.rigs.map(({ name }) => name);
    return names.find((rig) => argv.some((word) => word === rig || word.startsWith(`${rig}/`))) ?? null;
  }

  #lane(rig: string): PQueue {
    const lane = this.#lanes.get(rig) ?? new PQueue({ concurrency: 1 });
    this.#lanes.set(rig, lane);
    return lane;
  }

  #execute(
    program: Program,
    argv: readonly string[],
    { caller, cwd }: { readonly caller: number; readonly cwd: string },
  ): Answer {
    const { root, hasDatabases } = this.#options;
    const now = Date.now();
    const around = { now, root, cwd, caller, doltDown: false, worktrees: this.#worktrees };
    const answer = execute(this.#state, program, argv, { ...around, emit: feedOf(root, now) });
    if (hasDatabases) noteCommits(root, this.#state, { program, argv, answer });
    return answer;
  }
}

const namesOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
