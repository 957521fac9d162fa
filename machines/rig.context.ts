/** What a Rig's machine remembers, and what is wrong with a rig in the eyes of its newest facts. */
import type { RigFacts } from "./facts.ts";
import type { DesiredRig } from "./desired.ts";

export interface RigContext {
  readonly uid: string;
  readonly name: string;
  readonly desired: DesiredRig;
  readonly facts: RigFacts | null;
  /** Start of the newest trusted read, epoch ms; null before the first. */
  readonly lastGoodAt: number | null;
  /** Figures as they were last read, each by itself. Shown while they cannot be read; nothing is decided from them. */
  readonly figures: RigFigures;
}

export interface RigFigures extends Pick<
  RigFacts,
  "townStatus" | "witness" | "refinery" | "polecatCount" | "activeConvoys" | "queueLength"
> {
  readonly gtVersion: string | null;
  readonly beadsPrefix: string | null;
}

export const NO_FIGURES: RigFigures = {
  witness: null,
  refinery: null,
  polecatCount: null,
  activeConvoys: null,
  queueLength: null,
  gtVersion: null,
  beadsPrefix: null,
};

export interface RigInput {
  readonly uid: string;
  readonly name: string;
  readonly desired: DesiredRig;
}

export function acceptFacts(context: RigContext, facts: RigFacts): Partial<RigContext> {
  return {
    facts,
    lastGoodAt: facts.lastGoodAt ?? context.lastGoodAt,
    figures: facts.listing === "unknown" ? NO_FIGURES : newest(context.figures, facts),
  };
}

function newest(figures: RigFigures, facts: RigFacts): RigFigures {
  const townStatus = facts.townStatus ?? figures.townStatus;
  return {
    ...(townStatus !== undefined && { townStatus }),
    witness: facts.witness ?? figures.witness,
    refinery: facts.refinery ?? figures.refinery,
    polecatCount: facts.polecatCount ?? figures.polecatCount,
    activeConvoys: facts.activeConvoys ?? figures.activeConvoys,
    queueLength: facts.queueLength ?? figures.queueLength,
    // A gt that was asked and does not tell is another one than before.
    gtVersion: facts.gt === undefined ? figures.gtVersion : facts.gt.version,
    beadsPrefix: facts.beadsPrefix ?? figures.beadsPrefix,
  };
}

/** Facts are of the folder and the rig that the spec names: others have not been looked for. */
export function acceptDesired(context: RigContext, desired: DesiredRig): Partial<RigContext> {
  const isSame = desired.localPath === context.desired.localPath && desired.gtName === context.desired.gtName;
  return { desired, ...(!isSame && { facts: null }) };
}

/** gt's name of the rig that a Rig stands for. */
export function gtNameOf({
  name,
  desired,
}: Pick<RigInput, "name"> & { desired: Pick<DesiredRig, "gtName"> }): string {
  return desired.gtName ?? name;
}

export interface Trouble {
  readonly reason: string;
  readonly message: string;
}

/**
 * What makes a rig Degraded, worst first, or null.
 * A missing path comes before the town's health: it stays wrong when the town is back.
 */
export function rigTrouble(name: string, desired: DesiredRig, facts: RigFacts): Trouble | null {
  const path = pathTrouble(desired, facts);
  if (path !== null) return path;
  const gtName = gtNameOf({ name, desired });
  if (facts.rival !== undefined) return duplicateRig(gtName, facts.rival);
  if (!facts.town.trusted) return { reason: facts.town.reason, message: facts.town.message };
  if (facts.listing === "unknown") return unlistedRig(gtName);
  return facts.beadsPrefix === undefined
    ? facts.trouble
    : (prefixTrouble(gtName, desired.beadsPrefix, facts.beadsPrefix) ?? facts.trouble);
}

/** @param rival the Rig that came earlier. */
export function duplicateRig(gtName: string, rival: string): Trouble {
  const message = `Rig ${rival} stands for gt's rig ${gtName} already: delete one of the two`;
  return { reason: "DuplicateRig", message };
}

export function unlistedRig(gtName: string): Trouble {
  const message = `\`gt rig list\` does not name ${gtName}: add it with \`gt rig add\`, or make the Rig anew with the name that gt lists as spec.gtName`;
  return { reason: "RigUnknownToTown", message };
}

/** gt runs as the operator does: a folder that this one may not look at is none that gt can work in. */
function pathTrouble({ localPath }: DesiredRig, { path, pathTrouble: said }: RigFacts): Trouble | null {
  const where = `localPath ${localPath}`;
  if (path === "missing") {
    const message =
      said === undefined
        ? `${where} does not exist where the operator runs: create or mount it, or correct it`
        : `${where} is no folder where the operator runs, ${said}`;
    return { reason: "LocalPathMissing", message };
  }
  if (path === "present" || said === undefined) return null;
  return { reason: "LocalPathUnreadable", message: `${where} cannot be looked at, ${said}` };
}

/** The prefix is all that a person says of a rig which gt can confirm: where it is wrong, the rig may be the wrong one. */
function prefixTrouble(gtName: string, stated: string | null, known: string): Trouble | null {
  if (stated !== null && stated !== known) {
    return {
      reason: "BeadsPrefixMismatch",
      message: `spec.beadsPrefix is ${stated}, and the beads of gt's rig ${gtName} begin with ${known}: nothing is slung until the spec says ${known} or leaves it out`,
    };
  }
  if (!known.includes("-")) return null;
  return {
    reason: "BeadsPrefixUnreadable",
    message: `gt reads the prefix of a bead's id up to the first hyphen, and so finds no bead of rig ${gtName}, whose prefix is ${known}: only a rig whose prefix has no hyphen can be given work`,
  };
}

/** Whether trouble of a rig keeps its polecats from being watched and ended, too, and not only from getting work. */
export function isOfPolecats({ reason }: Trouble): boolean {
  return reason !== "BeadsPrefixUnreadable";
}

/** Of a Polecat whose polecat is in a rig that its Rig does not stand for any more. */
export function movedRig({
  name,
  gtName,
  gtRig,
}: {
  readonly name: string;
  readonly gtName: string;
  readonly gtRig: string;
}): Trouble {
  return {
    reason: "RigReplaced",
    message: `Rig ${name} stands for gt's rig ${gtName} now, and this polecat is in gt's rig ${gtRig}: make the Rig anew with gtName ${gtRig}, or delete this Polecat`,
  };
}
