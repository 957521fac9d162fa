/** Questions to the state that several commands ask. */
import type { SimBead, SimMergeRequest, SimPolecat, SimRig, TownState } from "./state.ts";

/** Without a sign of life for so long, an agent counts as stalled, and an idle one as free for other work. */
const SILENT_AFTER_MS = 180_000;

/** `RIG/polecats/NAME`: how gt names a polecat in a bead's assignee, in its feed and in what it prints. */
export function polecatAddress(rig: string, name: string): string {
  return `${rig}/polecats/${name}`;
}

/** The bead on a polecat's hook: gt derives it from the bead's assignee. */
export function hookOf(state: TownState, { rig, name }: { rig: string; name: string }): SimBead | undefined {
  const holder = polecatAddress(rig, name);
  return state.beads.find((bead) => bead.assignee === holder && isTaken(bead));
}

export function isTaken({ status }: SimBead): boolean {
  return status === "hooked" || status === "in_progress";
}

export function isSilent({ session, quietSince }: SimPolecat, now: number): boolean {
  return session && quietSince !== null && now - quietSince >= SILENT_AFTER_MS;
}

export function findPolecat(state: TownState, rig: string, name: string): SimPolecat | undefined {
  return state.polecats.find((polecat) => polecat.rig === rig && polecat.name === name);
}

export function findRig(state: TownState, name: string): SimRig | undefined {
  return state.rigs.find((rig) => rig.name === name);
}

export function openRequestOf(state: TownState, polecat: SimPolecat): SimMergeRequest | undefined {
  return state.mergeRequests.find(({ branch, status }) => branch === polecat.branch && status === "open");
}

/** As gt lists them: the rigs in their order, folders by name. */
export function polecatsOf(state: TownState, rig: string): readonly SimPolecat[] {
  return state.polecats
    .filter((polecat) => polecat.rig === rig)
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

export function sessionName(state: TownState, rig: string, agent: string): string {
  return `${findRig(state, rig)?.prefix ?? rig}-${agent}`;
}

/** The bead as a sling finds it: in the database of its prefix, and nowhere where no rig has that prefix. */
export function findRoutedBead(state: TownState, id: string): SimBead | undefined {
  const prefix = prefixOf(id);
  const isRouted = prefix === "hq" || state.rigs.some((rig) => rig.prefix === prefix);
  return isRouted ? state.beads.find((bead) => bead.id === id) : undefined;
}

/** As gt reads it: up to the first hyphen, also where the rig's prefix has one in it. */
export function prefixOf(id: string): string {
  return id.split("-")[0] ?? "";
}

/** The rig and name of `RIG/NAME`, as most of gt reads it: `RIG/polecats/NAME` names `polecats/NAME`, which is nobody. */
export function address(text = ""): readonly [string, string] {
  const [rig = "", ...name] = text.split("/");
  return [rig, name.join("/")];
}
