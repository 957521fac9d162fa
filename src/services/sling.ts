/**
 * The sling: read the bead, look for who has it, choose a polecat, sling; after a lost answer read again.
 * gt's own sling makes a second polecat for a hooked bead whose session is dead, takes a bead from somebody without a
 * session, and empties the worktree of an idle polecat that it reuses: hence the reads before.
 */
import { isDone, isEnded, isHookedBy, type SlingInput, type SlingOutput } from "../../machines/index.ts";
import { GtError, type Bead, type PolecatEntry } from "../gt/index.ts";
import { isBeadOfAnother, isPolecatOfAnother, slingObjection } from "../preconditions/index.ts";
import { ServiceError } from "./errors.ts";
import type { ServicePorts } from "./ports.ts";
import { readRig, type RigRead } from "./preflight.ts";
import { requireHealth } from "./health.ts";
import type { Preflights } from "./preflights.ts";
import { prepareRig } from "./sling-target.ts";

type Ports = Pick<ServicePorts, "gt" | "now" | "claims" | "maxPolecats" | "blocker"> & {
  readonly preflights: Preflights;
};
type Postponed = Extract<SlingOutput, { outcome: "postponed" }>;

/** Runs alone in its rig. */
export async function sling(ports: Ports, input: SlingInput, signal: AbortSignal): Promise<SlingOutput> {
  const blocker = ports.blocker(input.uid, input.bead);
  if (blocker !== null) return postpone(ports, blocker.reason, blocker.message);
  if (isBeadOfAnother(ports.claims, input.uid, input.bead)) {
    return postpone(ports, "BeadClaimed", `another Polecat works on bead ${input.bead}`);
  }
  const preflight = await ports.preflights.of(input.rig, input.bead);
  const bead = knownBead(preflight, input.bead);
  if (bead === null) return { at: ports.now(), outcome: "beadMissing" };
  if (isEnded(bead.status)) {
    return { at: ports.now(), outcome: "beadClosed", closed: isDone(bead.status) ? bead.id : null };
  }
  const held = heldBy(ports, input, bead, preflight.polecats);
  if (held !== null) return held;
  const unready = await prepareRig(ports, input, preflight);
  if (unready !== null) return postpone(ports, unready.reason, unready.message);
  // The reads took seconds: the actor may have left the state that asked.
  signal.throwIfAborted();
  return slingToRig(ports, input);
}

/** Null: a healthy town says that there is no such bead. @throws ServiceError where it cannot be known. */
function knownBead({ beads }: RigRead, id: string): Bead | null {
  const read = beads.get(id);
  switch (read?.read) {
    case "found":
      return read.bead;
    case "missing":
      return null;
    case "failed":
      throw read.error;
    case undefined:
      throw new ServiceError("BeadUnreadable", `gt show told nothing of bead ${id}`);
    default:
      return read satisfies never;
  }
}

/** The answer where the bead is not free: this resource's polecat has it, or somebody else, or the town holds it back. */
function heldBy(
  ports: Ports,
  input: SlingInput,
  bead: Bead,
  polecats: readonly PolecatEntry[],
): SlingOutput | null {
  const { uid, rig } = input;
  const polecat = polecats.find(({ name }) => isHookedBy(bead, rig, name))?.name;
  if (polecat !== undefined && !isPolecatOfAnother(ports.claims, { uid, rig, polecat })) {
    return slung(ports, input, polecat);
  }
  const objection = slingObjection(bead);
  return objection === null ? null : postpone(ports, objection.reason, objection.message);
}

async function slingToRig(ports: Ports, input: SlingInput): Promise<SlingOutput> {
  const { rig, bead, options } = input;
  // The reads took seconds: a person may have paused or deleted the resource meanwhile.
  const blocker = ports.blocker(input.uid, input.bead);
  if (blocker !== null) return postpone(ports, blocker.reason, blocker.message);
  const startedAt = ports.now();
  ports.preflights.readAhead(rig, bead);
  let polecat: string | null = null;
  try {
    const answer = await ports.gt.sling({ bead, rig, ...options });
    switch (answer.outcome) {
      case "slung":
      case "alreadyHooked":
        polecat = answer.polecat;
        break;
      case "queued":
        return postpone(ports, "Queued", "gt's scheduler has queued the bead and dispatches it later");
      default:
        return answer satisfies never;
    }
  } catch (error) {
    return await afterFailure(ports, input, error);
  } finally {
    ports.preflights.noteSling(rig, bead, polecat, ports.now() - startedAt);
  }
  return slung(ports, input, polecat);
}

/**
 * Adds where the work is, for people to find it. Outside of the rig's lane: it may take a call, for which no other sling
 * has to wait, and the sling has succeeded whatever it says.
 */
export async function located(
  { gt }: Pick<ServicePorts, "gt">,
  { rig }: SlingInput,
  output: SlingOutput,
): Promise<SlingOutput> {
  if (output.outcome !== "slung") return output;
  const where = await gt.whereabouts(rig, output.polecat).catch(() => null);
  return {
    ...output,
    branch: where?.branch ?? null,
    worktree: where?.clonePath ?? null,
    session: where?.sessionId ?? null,
  };
}

function slung(ports: Ports, { bead }: SlingInput, polecat: string): SlingOutput {
  const nowhere = { branch: null, worktree: null, session: null };
  return { at: ports.now(), outcome: "slung", bead, polecat, ...nowhere };
}

/** The sling may have gone through all the same: the bead says so. */
async function afterFailure(ports: Ports, input: SlingInput, error: unknown): Promise<SlingOutput> {
  const gt = ports.gt.beside(input.rig);
  const reads = { gt, requireHealth: () => requireHealth(gt) };
  const read = await readRig(reads, input.rig, () => [input.bead]);
  const bead = knownBead(read, input.bead);
  const held = bead === null ? null : heldBy(ports, input, bead, read.polecats);
  if (held !== null) return held;
  // Without a word of gt's own, as where it was killed, the effect is not known.
  if (!(error instanceof GtError) || error.sling === undefined) throw error;
  const { kind, reason } = error.sling;
  if (kind === "passing") return postpone(ports, reason, error.message);
  return { at: ports.now(), outcome: "refused", reason, message: error.message };
}

function postpone(ports: Ports, reason: string, message: string): Postponed & { readonly at: number } {
  return { at: ports.now(), outcome: "postponed", reason, message };
}
