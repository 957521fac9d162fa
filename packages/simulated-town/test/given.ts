/** Towns in a situation: small words from which a state is put together. */
import {
  ALPHA,
  BETA,
  execute,
  type GtVersion,
  memoryWorktrees,
  townState,
  type TownState,
  type Worktrees,
} from "../src/index.ts";
import { newBead } from "../src/commands/beads.ts";
import type { Answer } from "../src/answer.ts";
import type { SimBead, SimPolecat, SimRig } from "../src/state.ts";

export const NOW = Date.parse("2026-11-24T09:00:00Z");
export const ROOT = "/srv/gt";
const EARLIER = NOW - 3_600_000;

export interface Emitted {
  readonly type: string;
  readonly actor: string;
  readonly payload: Readonly<Record<string, string>>;
}

export interface Town {
  readonly state: TownState;
  readonly worktrees: Worktrees;
  readonly events: Emitted[];
  now: number;
  cwd: string;
  doltDown: boolean;
}

export type Given = (town: Town) => void;

/** Two rigs, no polecat, and what is given, under gt 1.0.1. */
export const town = (...given: readonly Given[]): Town => townOf("1.0.1", ...given);

export function townOf(gtVersion: GtVersion, ...given: readonly Given[]): Town {
  const made: Town = {
    state: townState({ gtVersion, rigs: [ALPHA, BETA], beads: [] }, EARLIER),
    worktrees: memoryWorktrees(),
    events: [],
    now: NOW,
    cwd: "/",
    doltDown: false,
  };
  for (const each of given) each(made);
  return made;
}

export function run(at: Town, program: "gt" | "bd", argv: readonly string[]): Answer {
  return execute(at.state, program, argv, {
    now: at.now,
    root: ROOT,
    cwd: at.cwd,
    caller: 1,
    doltDown: at.doltDown,
    worktrees: at.worktrees,
    emit: (type, actor, payload) => void at.events.push({ type, actor, payload }),
  });
}

export const gt = (at: Town, ...argv: readonly string[]): Answer => run(at, "gt", argv);

export const bead =
  (id: string, more: Partial<SimBead> = {}): Given =>
  ({ state }) =>
    void state.beads.push({ ...newBead(id, `task ${id}`, EARLIER), ...more });

export const beads =
  (...ids: readonly string[]): Given =>
  (at) =>
    ids.forEach((id) => bead(id)(at));

export const closed = (id: string, more: Partial<SimBead> = {}): Given =>
  bead(id, { status: "closed", closedAt: EARLIER, closeReason: "Closed", ...more });

interface PolecatGiven extends Partial<SimPolecat> {
  /** The bead on its hook, made by it. */
  readonly hook?: string;
  readonly files?: readonly string[];
}

export const polecat =
  (address: string, { hook, files = [], ...more }: PolecatGiven = {}): Given =>
  (at) => {
    const [rig = "", name = ""] = address.split("/");
    const branch = `polecat/${name}/${hook ?? "al-old"}@mwtuf2kb`;
    const rest = { createdAt: EARLIER, unpushed: 0, stashes: 0, endsAt: null, quietSince: null };
    const agentBead = { hookBead: hook ?? null, lastSourceIssue: null, cleanupStatus: "", activeMr: null };
    at.state.polecats.push({ rig, name, branch, session: true, agentBead, ...rest, ...more });
    at.worktrees.create(rig, name);
    for (const file of files) at.worktrees.leaveFile(rig, name, file);
    if (hook === undefined) return;
    bead(hook, { status: "hooked", assignee: `${rig}/polecats/${name}`, molecule: molecule(hook) })(at);
  };

export const molecule = (id: string): SimBead["molecule"] => ({
  id: `${id.slice(0, 2)}-wisp-ab12`,
  attachedAt: EARLIER,
});

/** Its agent has given no sign of life for an hour. */
export const SILENT = { quietSince: EARLIER } as const;
export const DEAD = { session: false } as const;

/** A rig of the town that is something else than usual, or one more. */
export const rig =
  (name: string, more: Partial<SimRig>): Given =>
  ({ state }) => {
    const known = state.rigs.find((each) => each.name === name);
    const made = { name, prefix: name, names: ["rust", "chrome"], ...known, ...more };
    Object.assign(state, { rigs: [...state.rigs.filter((each) => each !== known), made] });
  };

/** A merge request of this polecat's branch. */
export const request =
  (id: string, address: string, of: string, reason: string | null = null): Given =>
  ({ state }) => {
    const [rig = "", worker = ""] = address.split("/");
    const branch = state.polecats.find((each) => each.rig === rig && each.name === worker)?.branch;
    state.mergeRequests.push({
      id,
      rig,
      worker,
      branch: branch ?? `polecat/${worker}/${of}@mwtuf2kb`,
      bead: of,
      commit: "0".repeat(40),
      createdAt: NOW - 8_000,
      status: reason === null ? "open" : "closed",
      closeReason: reason,
      closedAt: reason === null ? null : EARLIER,
      mergesAt: null,
    });
  };

export const convoy =
  (id: string, title: string, tracked: readonly string[], status = "open"): Given =>
  ({ state }) =>
    void state.convoys.push({ id, title, status, createdAt: EARLIER, updatedAt: EARLIER, tracked });

export const running =
  (...agents: readonly string[]): Given =>
  ({ state }) =>
    void state.running.push(...agents);

export const doltDown: Given = (at) => {
  at.doltDown = true;
};

export const scheduler =
  (max: number): Given =>
  ({ state }) => {
    state.schedulerMax = max;
  };

export const inFolder =
  (cwd: string): Given =>
  (at) => {
    at.cwd = cwd;
  };

export const state =
  (change: (state: TownState) => void): Given =>
  (at) =>
    change(at.state);
