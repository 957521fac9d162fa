/** `gt show` for many beads: a call for each database, and what "not found" is worth there. */
import type { ShownBeads, ShownWork } from "./answers.ts";
import * as arg from "./arguments.ts";
import { groupBeads, type BeadGroup } from "./bead-groups.ts";
import { TOWN_PREFIX } from "./bead-routes.ts";
import type { Caller, Exited } from "./caller.ts";
import * as commands from "./commands.ts";
import { looksIntoRigs, type Dialects } from "./dialect/index.ts";
import { GtError } from "./errors.ts";
import { exitFailure } from "./failure.ts";
import { parseShow } from "./parse/beads.ts";
import { workIn } from "./parse/work.ts";
import type { RigPrefixes } from "./rig-prefixes.ts";
import { errorMessage } from "@gastown/system";

export interface ShowBeadsOptions {
  readonly call: Caller;
  readonly dialect: Dialects;
  readonly prefixes: RigPrefixes;
}

export async function showBeads(options: ShowBeadsOptions, ids: readonly string[]): Promise<ShownBeads> {
  const parts = await Promise.all(groupBeads(ids).map((group) => showGroup(options, group)));
  return {
    found: parts.flatMap((part) => part.found),
    missing: parts.flatMap((part) => part.missing),
    unknown: parts.flatMap((part) => part.unknown),
  };
}

/** Bead and merge request in one call: that the one is found says that the other's database was asked. */
export async function showWork(
  options: ShowBeadsOptions,
  bead: string,
  request: string | null,
): Promise<ShownWork> {
  const ids = request === null ? [bead] : [bead, request];
  const [group] = groupBeads([bead]);
  const database = group?.database ?? "";
  const work = await options.call(commands.showBeads(ids, database), (exited) =>
    workIn(readShow(ids, database, exited), exited.stdout, bead, request),
  );
  if (work.bead !== null) return work;
  const [doubted] = (await showBeads(options, [bead])).unknown;
  if (doubted !== undefined) throw new GtError("InvalidOutput", "show", doubted.message);
  return work;
}

/** An id that gt cannot be asked for is unknown by itself: the others of its database are asked for all the same. */
async function showGroup(options: ShowBeadsOptions, { database, ids }: BeadGroup): Promise<ShownBeads> {
  const unfit = ids.flatMap((id) => {
    const message = unfitBead(id);
    return message === null ? [] : [{ id, message }];
  });
  const fit = ids.filter((id) => unfit.every((one) => one.id !== id));
  if (fit.length === 0) return { found: [], missing: [], unknown: unfit };
  const said = await options.call(commands.showBeads(fit, database), (exited) =>
    readShow(fit, database, exited),
  );
  const shown = await believed(options, database, said);
  return { ...shown, unknown: [...shown.unknown, ...unfit] };
}

/** A bead of a rig is missing only where gt looks into that rig's database: unknown otherwise. */
async function believed(options: ShowBeadsOptions, database: string, shown: ShownBeads): Promise<ShownBeads> {
  const { missing, unknown } = shown;
  const [first] = missing;
  if (first === undefined || !options.prefixes.includes(database)) return shown;
  if (looksIntoRigs(await options.dialect()) || !(await isMisled(options, database, first))) return shown;
  const message =
    "gt looks for beads of rigs in the town's own database, so nobody knows whether it exists: gt 1.2 gives BEADS_DOLT_DATA_DIR to bd, and bd 1.0.0 obeys it; use a bd that does not";
  return { ...shown, missing: [], unknown: [...unknown, ...missing.map((id) => ({ id, message }))] };
}

/** Every town has it. */
const TOWN_BEAD = `${TOWN_PREFIX}-mayor`;

/**
 * gt looks all beads of a call up in the database of the first one's rig. A bead of the town's behind one of a rig is
 * found only where bd looks for both of them in the town's database.
 */
async function isMisled({ call }: ShowBeadsOptions, database: string, id: string): Promise<boolean> {
  const ids = [id, TOWN_BEAD];
  const shown = await call(commands.showBeads(ids, database), (exited) => readShow(ids, database, exited));
  return shown.found.some((bead) => bead.id === TOWN_BEAD);
}

/** Why gt cannot be asked for this id, or null. */
function unfitBead(id: string): string | null {
  try {
    arg.bead(id);
    return null;
  } catch (error) {
    return errorMessage(error);
  }
}

/** None found is exit 1 with `no issue found` for each; any other failure says nothing about the beads. */
function readShow(
  ids: readonly string[],
  database: string,
  { exitCode, stdout, stderr }: Exited,
): ShownBeads {
  if (exitCode === 0) return parseShow(ids, stdout, stderr);
  const error = exitFailure(commands.showBeads(ids, database), stdout, stderr);
  if (error.reason === "NotFound") return parseShow(ids, "", stderr);
  throw error;
}
