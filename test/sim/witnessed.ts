/**
 * What has been witnessed: the reads that the operator made, with what the town truly was when gt looked.
 * Invariants ask of the operator no more than an honest answer told it, and no less.
 */
import { hookOf, openRequestOf } from "../../src/embedded/town/lookup.ts";
import type { TownState } from "../../src/embedded/town/index.ts";
import type { Ground } from "./ground.ts";
import type { Call, Effect } from "./sim-gt.ts";

type SimPolecat = TownState["polecats"][number];

/** A read that was answered: `at` is when gt looked; null truth is an answer that tells nothing. */
interface Read<Truth> {
  readonly at: number;
  readonly truth: Truth | null;
}

interface BeadTruth {
  readonly status: string;
  readonly assignee: string | null;
}

export interface Witnessed {
  readonly looked: (effect: Effect) => void;
  readonly answered: (call: Call, isHonest: boolean) => void;
  /** A new life knows nothing of the reads before it. */
  readonly forget: () => void;
  readonly bead: (id: string) => Read<BeadTruth | "missing"> | undefined;
  /** Newest moment at which an honest read showed the bead closed, in any life; undefined for never. */
  readonly closedAt: (id: string) => number | undefined;
  /** True dirt of the worktree at the newest read of it. */
  readonly worktree: (polecat: SimPolecat) => Read<boolean> | undefined;
  readonly openRequests: (rig: string) => Read<readonly string[]> | undefined;
  readonly health: () => Read<boolean> | undefined;
}

type Note = (isHonest: boolean) => void;

export function createWitnessed(ground: Ground): Witnessed {
  const notes = new Map<number, Note>();
  const beads = new Map<string, Read<BeadTruth | "missing">>();
  const closed = new Map<string, number>();
  const worktrees = new Map<SimPolecat, Read<boolean>>();
  const requests = new Map<string, Read<readonly string[]>>();
  let health: Read<boolean> | undefined;
  const keep = <Truth>(at: number, truth: Truth, isHonest: boolean): Read<Truth> => ({
    at,
    truth: isHonest ? truth : null,
  });
  const noteOf = ({ call, wasDoltDown }: Effect): Note | null => {
    const { argv, line } = call;
    const at = ground.time.now();
    const { town } = ground;
    if (argv[0] === "show") {
      const found = argv.slice(1).map((id) => [id, town.beads.find((bead) => bead.id === id)] as const);
      const truths = found.map(([id, bead]) => {
        const truth =
          bead === undefined ? ("missing" as const) : { status: bead.status, assignee: bead.assignee };
        return [id, truth] as const;
      });
      return (isHonest) => {
        for (const [id, truth] of truths) {
          const read = keep(at, truth, isHonest && !wasDoltDown);
          beads.set(id, read);
          if (read.truth !== null && read.truth !== "missing" && read.truth.status === "closed")
            closed.set(id, at);
        }
      };
    }
    if (line.startsWith("polecat git-state")) {
      const polecat = find(town, argv[2] ?? "");
      if (polecat === undefined) return null;
      const isDirty = dirt(ground, polecat) !== null;
      return (isHonest) => void worktrees.set(polecat, keep(at, isDirty, isHonest));
    }
    if (line.startsWith("mq list")) {
      const rig = argv[2] ?? "";
      const open = town.mergeRequests.filter((each) => each.rig === rig && each.status === "open");
      const branches = open.map(({ branch }) => branch);
      return (isHonest) => void requests.set(rig, keep(at, branches, isHonest && !wasDoltDown));
    }
    if (argv[0] !== "health") return null;
    return (isHonest) => {
      health = keep(at, !wasDoltDown, isHonest);
    };
  };
  return {
    looked(effect) {
      const note = noteOf(effect);
      if (note !== null) notes.set(effect.call.number, note);
    },
    answered(call, isHonest) {
      const note = notes.get(call.number);
      notes.delete(call.number);
      if (note !== undefined) note(isHonest);
      // A safety read that never looked is an unknown state, too.
      else if (call.line.startsWith("polecat git-state")) {
        const polecat = find(ground.town, call.argv[2] ?? "");
        if (polecat !== undefined) worktrees.set(polecat, { at: ground.time.now(), truth: null });
      } else if (call.argv[0] === "health") health = { at: ground.time.now(), truth: null };
      else if (call.line.startsWith("mq list"))
        requests.set(call.argv[2] ?? "", { at: ground.time.now(), truth: null });
    },
    forget() {
      notes.clear();
      beads.clear();
      worktrees.clear();
      requests.clear();
      health = undefined;
    },
    bead: (id) => beads.get(id),
    closedAt: (id) => closed.get(id),
    worktree: (polecat) => worktrees.get(polecat),
    openRequests: (rig) => requests.get(rig),
    health: () => health,
  };
}

export function find(town: TownState, address: string): SimPolecat | undefined {
  return town.polecats.find(({ rig, name }) => `${rig}/${name}` === address);
}

/** What a nuke would lose, in words, or null. */
export function dirt({ worktrees }: Ground, polecat: SimPolecat): string | null {
  const files = worktrees.uncommitted(polecat.rig, polecat.name);
  if (files.length > 0) return `uncommitted ${files.join(", ")}`;
  if (polecat.unpushed > 0) return `${polecat.unpushed} unpushed commits`;
  return polecat.stashes > 0 ? `${polecat.stashes} stashes` : null;
}

export function hasOpenRequest(town: TownState, polecat: SimPolecat): boolean {
  return openRequestOf(town, polecat) !== undefined;
}

export function beadOnHook(town: TownState, polecat: SimPolecat): string | null {
  return hookOf(town, polecat)?.id ?? null;
}
