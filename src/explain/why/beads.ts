/** For each bead that a convoy waits for: who has it, or why nobody has. */
import { prefixOf } from "../../grammar/index.ts";
import { condition, type Explained } from "./subject.ts";

export type BeadProgress =
  "inWork" | "stuck" | "queued" | "blocked" | "mergeWaiting" | "noPolecat" | "unknown";

export interface BeadExplained {
  readonly bead: string;
  readonly progress: BeadProgress;
  /** The Polecat resource, such as `default/nux`; null where none asks for it. */
  readonly polecat: string | null;
  readonly message: string;
}

/** What of the cluster bears on it; a list that could not be read is null. */
export interface Around {
  readonly polecats: readonly Explained[] | null;
  readonly rigs: readonly Explained[] | null;
  /** gt's name of the rig it belongs to, where that is known without the Rigs. */
  readonly gtRig?: string | undefined;
}

export function explainBeads(convoy: Explained, around: Around): readonly BeadExplained[] {
  const { pendingBeads = [], unknownBeads = [], completedBeads = [] } = convoy.status ?? {};
  const merging = completedBeads.map((bead) => mergeOf(bead, around)).filter((found) => found !== null);
  const missing = unknownBeads.map((bead) => ({
    bead,
    progress: "unknown" as const,
    polecat: null,
    message: "it does not exist, or could not be read",
  }));
  return [...pendingBeads.map((bead) => pendingBead(bead, around)), ...missing, ...merging];
}

function pendingBead(bead: string, around: Around): BeadExplained {
  if (around.polecats === null) {
    return {
      bead,
      progress: "unknown",
      polecat: null,
      message: "the Polecats of the cluster cannot be listed",
    };
  }
  const polecat = polecatOf(bead, around.polecats);
  if (polecat === undefined) {
    const trouble = rigTrouble(bead, around);
    const rig = rigOf(bead, around)?.metadata.name ?? "RIG";
    const message = `no Polecat asks for it: \`kubectl gastown sling ${bead} ${rig}\` makes one`;
    return {
      bead,
      progress: "noPolecat",
      polecat: null,
      message: trouble === null ? message : `${message}; ${trouble}`,
    };
  }
  return { bead, polecat: nameOf(polecat), ...progressOf(polecat, bead, around) };
}

/** Who works on it goes before who only asks for it. */
function polecatOf(bead: string, polecats: readonly Explained[]): Explained | undefined {
  const asked = polecats.filter(({ spec, status }) => spec.beadID === bead || status?.assignedBead === bead);
  return (
    asked.find((polecat) => polecat.status?.phase === "Working" && isAtWorkOn(polecat, bead)) ?? asked[0]
  );
}

function isAtWorkOn({ status, spec }: Explained, bead: string): boolean {
  return (status?.assignedBead ?? spec.beadID) === bead;
}

function progressOf(
  polecat: Explained,
  bead: string,
  { rigs }: Around,
): Pick<BeadExplained, "progress" | "message"> {
  const { status, spec } = polecat;
  const said = saidBy(polecat);
  if (condition(polecat, "Stuck")?.status === "True") return { progress: "stuck", message: said };
  if (condition(polecat, "Degraded")?.status === "True") {
    const { reason = "", message = "" } = condition(polecat, "Degraded") ?? {};
    return { progress: "blocked", message: `${reason}: ${message}` };
  }
  if (status?.phase === "Working" && isAtWorkOn(polecat, bead)) {
    const where = `${gtRig(spec.rig, rigs) ?? "?"}/${status.polecatName ?? "?"}`;
    return { progress: "inWork", message: `in work by ${where}` };
  }
  if (condition(polecat, "Stalled")?.status === "True" || status?.phase === "Failed") {
    return { progress: "blocked", message: said };
  }
  return { progress: "queued", message: said };
}

/** A bead reads closed once its agent is done; its commits are in the merge queue then. */
function mergeOf(bead: string, { polecats }: Around): BeadExplained | null {
  const polecat = polecats?.find(({ status }) => status?.assignedBead === bead);
  if (polecat === undefined || condition(polecat, "Terminating")?.reason !== "OpenMergeRequest") return null;
  return { bead, progress: "mergeWaiting", polecat: nameOf(polecat), message: saidBy(polecat) };
}

/** gt's name of the rig, as its Rig shows it. */
function gtRig(name: string | undefined, rigs: Around["rigs"]): string | undefined {
  return rigs?.find(({ metadata }) => metadata.name === name)?.status?.gtName ?? name;
}

/** The rig whose prefix the bead has. */
function rigOf(bead: string, { rigs }: Around): Explained | undefined {
  const prefix = prefixOf(
    bead,
    rigs?.map(prefixOfRig).filter((known) => known !== undefined),
  );
  return rigs?.find((candidate) => prefixOfRig(candidate) === prefix);
}

function rigTrouble(bead: string, around: Around): string | null {
  const rig = rigOf(bead, around);
  const degraded = rig === undefined ? undefined : condition(rig, "Degraded");
  if (rig === undefined || degraded?.status !== "True") return null;
  return `its rig ${rig.metadata.name} is Degraded (${degraded.reason}: ${degraded.message})`;
}

/** gt's word goes before the spec's. */
function prefixOfRig({ spec, status }: Explained): string | undefined {
  return status?.beadsPrefix ?? spec.beadsPrefix;
}

function saidBy(polecat: Explained): string {
  const { reason = "NotObserved", message = "" } = condition(polecat, "Ready") ?? {};
  return message === "" ? reason : `${reason}: ${message}`;
}

function nameOf({ metadata: { namespace, name } }: Explained): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
