/**
 * What a sling to a rig would do to the polecats that are there.
 * `gt sling BEAD RIG` reuses an idle polecat before it spawns one: it resets its worktree hard to the main branch and
 * cleans it. Idle to gt is every polecat without a bead whose session is dead, or has been silent for 3 minutes.
 * `gt sling BEAD RIG/NAME` on a live session keeps the branch of the bead before, so that `gt done` files the wrong
 * merge request: it is not used.
 * Since gt 1.2 the list says which ones gt reuses; the others are left alone, work and session.
 */
import type { Blocker, SlingInput } from "../../machines/index.ts";
import { isReused, type PolecatEntry } from "../gt/index.ts";
import { isReusable, noPlace, placesIn, unknownWork } from "../preconditions/index.ts";
import { requireHealth } from "./health.ts";
import type { ServicePorts } from "./ports.ts";
import type { Preflight } from "./preflight.ts";
import { listed } from "./wording.ts";

type Ports = Pick<ServicePorts, "gt" | "claims" | "maxPolecats" | "blocker">;

/**
 * Makes the rig ready for the sling: the session of the resource's own idle polecat is ended, so that gt reuses that
 * one. @returns what stands in the way, or null.
 */
export async function prepareRig(
  ports: Ports,
  { uid, rig, polecat, bead }: SlingInput,
  { polecats, endangered }: Pick<Preflight, "polecats" | "endangered">,
): Promise<Blocker | null> {
  if (endangered !== null) return endangered;
  const idle = polecats.filter((entry) => isReused(entry, { endsSession: true }));
  const isOwnIdle = idle.some(({ name }) => ports.claims.driverOfPolecat(rig, name) === uid);
  const reusable = polecats.filter((entry) => isReusable(ports.claims, rig, entry));
  const capacity = { max: ports.maxPolecats(rig), count: polecats.length, reusable: reusable.length };
  // gt takes the own idle one, whose session is ended first: no place is needed for it.
  if (!isOwnIdle && placesIn(capacity) <= 0) return noPlace(rig, capacity, leftBehind(polecats));
  const own = idle.find(({ name }) => name === polecat);
  if (own?.sessionRunning !== true) return null;
  const blocker = (await workOf(ports, rig, own.name)) ?? ports.blocker(uid, bead);
  if (blocker === null) await ports.gt.stopSession(rig, own.name);
  return blocker;
}

/**
 * The session of a polecat at work is not ended, and one list is no evidence that it has no work: somebody may have given
 * it some since, or the list was read while the database was away for a second.
 */
async function workOf({ gt }: Ports, rig: string, name: string): Promise<Blocker | null> {
  const polecats = await gt.listRigPolecats(rig);
  await requireHealth(gt);
  const entry = polecats.find((listed) => listed.name === name);
  const issue = entry?.issue ?? null;
  if (issue === null) return entry === undefined ? null : unknownWork(entry);
  const message = `gt has ${issue} on the hook of ${rig}/${name}: its session goes on, and what it works on is read anew`;
  return { reason: "PolecatReassigned", message };
}

function leftBehind(polecats: readonly PolecatEntry[]): string {
  const names = polecats
    .filter(({ issue, isReusable }) => issue === null && isReusable === false)
    .map(({ name }) => name);
  if (names.length === 0) return "";
  return `; gt gives ${listed(names)} no other work before their agents have said gt done: end the polecats that are not needed`;
}
