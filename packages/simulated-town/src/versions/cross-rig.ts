/** A bead of another database than that of the rig to which it is slung. */
import { fail, type Answer } from "../answer.ts";
import { prefixOf } from "../lookup.ts";
import type { SimRig, TownState } from "../state.ts";
import { inVersion } from "./names.ts";

/** The prefix of an id is to gt what stands before its first hyphen: one with a hyphen in it belongs to no rig. */
export function crossRig(state: TownState, id: string, rig: SimRig): Answer {
  const prefix = prefixOf(id);
  const owner = state.rigs.find((candidate) => candidate.prefix === prefix)?.name;
  if (owner === undefined) return inVersion(state, { "1.0.1": ofTown, "1.2.1": ofNobody })(id, prefix, rig);
  return fail(
    `cross-rig mismatch: bead ${id} (prefix "${prefix}") belongs to rig "${owner}", but target is rig "${rig.name}"\nCreate the task from the target rig: cd ${rig.name} && bd create --title=...\nUse --force to override`,
  );
}

const notIn = (id: string, prefix: string, { name }: SimRig, why: string): Answer =>
  fail(
    `bead ${id} (prefix "${prefix}") is not in rig "${name}" — ${why}\nCreate the task from the rig directory: cd ${name} && bd create --title=...\nUse --force to override`,
  );

const ofTown = (id: string, prefix: string, rig: SimRig): Answer =>
  notIn(id, prefix, rig, "it belongs to town root");

/** Of the town's own prefix it warns only, and then misses the bead in the rig's database. */
function ofNobody(id: string, prefix: string, rig: SimRig): Answer {
  if (prefix !== "hq") return notIn(id, prefix, rig, "prefix not in routes");
  return fail(
    `bead ${id} is not present in target rig "${rig.name}" beads database; refusing to sling before creating hooks or molecule side effects`,
    `  ⚠ Bead ${id} has prefix "hq" (town root) but target is rig "${rig.name}" — proceeding (broken redirect chain? see gt-gbu)\n`,
  );
}
