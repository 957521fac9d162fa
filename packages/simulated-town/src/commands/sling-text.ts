/** The words of a sling. */
import { say, type Answer } from "../answer.ts";
import { findPolecat, polecatAddress } from "../lookup.ts";
import type { SimBead, SimMolecule, Surroundings, TownState } from "../state.ts";

/** What a sling says where somebody without a session has the bead: it takes it from them. */
export function forcedLines(
  state: TownState,
  holder: string | null,
): { readonly before: string; readonly after: string } {
  if (holder === null) return { before: "", after: "" };
  const [rig = "", , name = ""] = holder.split("/");
  const polecat = findPolecat(state, rig, name);
  const isDead = polecat?.session !== true;
  const before = isDead ? `⚠ Hooked agent ${holder} has no active session, auto-forcing re-sling...\n` : "";
  const shutdown = polecat && `→ Sent LIFECYCLE:Shutdown to ${rig}/witness for ${name}\n`;
  return { before, after: `⚠ Bead already hooked to ${holder}, forcing reassignment...\n${shutdown ?? ""}` };
}

/** @param burnt the wisp of an earlier sling of the bead. */
export function attachedLines(bead: SimBead, burnt: SimMolecule | null): string {
  const stale =
    burnt === null ? "" : `  ⚠ Burning 1 stale molecule(s) from previous assignment: ${burnt.id}\n`;
  return `  Auto-applying mol-polecat-work for polecat work...\n${stale}  Instantiating formula mol-polecat-work...\n✓ Formula wisp created: ${bead.molecule?.id ?? ""}\n✓ Formula bonded to ${bead.id}\n✓ Work attached to hook (status=hooked)\n`;
}

/** With `--dry-run`. @param name null where a new polecat would be made. */
export function plannedAnswer(bead: SimBead, rig: string, name: string | null, pane: string): Answer {
  const start = name === null ? `Would spawn fresh polecat in rig '${rig}'\n` : "";
  const polecat = polecatAddress(rig, name ?? "<new>");
  return say(
    `${start}🎯 Slinging ${bead.id} to ${polecat}...\n  Auto-applying mol-polecat-work for polecat work...\nWould instantiate formula mol-polecat-work:\n  1. bd cook mol-polecat-work\n  2. bd mol wisp mol-polecat-work --var feature="${bead.title}" --var issue="${bead.id}"\n  3. bd mol bond <wisp-root> ${bead.id}\n  4. bd update <compound-root> --status=hooked --assignee=${polecat}\nWould inject start prompt to pane: ${pane}\n`,
  );
}

/** A sling that went well warns all the same: who takes words on stderr for a failure is wrong. */
export function warnings(rig: string, { root }: Surroundings, isDaemonSilent: boolean): string {
  const daemon = isDaemonSilent
    ? ""
    : "Warning: daemon is not running. Polecat may not auto-start.\n  Start with: gt daemon start\n";
  return `${daemon}Warning: no route found for prefix "gt-" (bead gt-rig-${rig}), falling back to ${root}/${rig}/.beads\n⚠ Warning: could not update agent state after retries: setting agent state after 3 attempts: issue not found\n`;
}
