/**
 * What has been witnessed: the reads that the operator made, with what the town truly was when gt looked.
 * Invariants ask of the operator no more than an honest answer told it, and no less.
 */
import type { TownState } from "simulated-town";
import type { Ground } from "./ground.ts";
import type { Call, Effect } from "./sim-gt.ts";

type SimPolecat = TownState["polecats"][number];

/** A read that was answered: `at` is when gt looked; null truth is an answer that tells nothing. */
interface Read<Truth> {
  readonly at: number;
  readonly truth: Truth | null;
}

interface Request {
  readonly id: string;
  readonly branch: string;
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
  /** What a nuke would have lost of the worktree at the newest read of it; empty for a clean one. */
  readonly worktree: (polecat: SimPolecat) => Read<readonly string[]> | undefined;
  readonly openRequests: (rig: string) => Read<readonly Request[]> | undefined;
  readonly health: () => Read<boolean> | undefined;
}

type Note = (isHonest: boolean) => void;

export function createWitnessed(ground: Ground): Witnessed {
  const notes = new Map<number, Note>();
  const beads = new Map<string, Read<BeadTruth | "missing">>();
  const closed = new Map<string, number>();
  const worktrees = new Map<SimPolecat, Read<readonly string[]>>();
  const requests = new Map<string, Read<readonly Request[]>>();
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
      const losses = lossesOf(ground, polecat);
      return (isHonest) => void worktrees.set(polecat, keep(at, losses, isHonest));
    }
    if (line.startsWith("mq list")) {
      const rig = argv[2] ?? "";
      const open = town.mergeRequests.filter((each) => each.rig === rig && each.status === "open");
      const found = open.map(({ id, branch }) => ({ id, branch }));
      return (isHonest) => void requests.set(rig, keep(at, found, isHonest && !wasDoltDown));
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
export function dirt(ground: Ground, polecat: SimPolecat): string | null {
  return lossesOf(ground, polecat)[0] ?? null;
}

/** All that a nuke would lose of its worktree, each as a proof names it. */
function lossesOf({ town, worktrees }: Ground, polecat: SimPolecat): readonly string[] {
  const files = worktrees.uncommitted(polecat.rig, polecat.name);
  // gt 1.2 keeps the remote branch, and counts what is on it as saved.
  const saved = town.gtVersion === "1.2.1" ? (polecat.pushed ?? 0) : 0;
  const local = polecat.unpushed - saved;
  return [
    ...(files.length > 0 ? [`uncommitted files: ${files.join(", ")}`] : []),
    ...(local > 0 ? [`${local} unpushed commits`] : []),
    ...(polecat.stashes > 0 ? [`${polecat.stashes} stashes`] : []),
  ];
}
