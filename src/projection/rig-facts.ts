/** What a Rig is told of the town, and whether its polecats may be worked for. Pure. */
import type { Blocker, RigFacts, RigAvailability, UnreadPart } from "../../machines/index.ts";
import { prefixOf } from "../grammar/index.ts";
import type { ConvoySummary, RigEntry } from "../gt/index.ts";
import { rigBlocker, rigNotFound } from "../preconditions/rig.ts";
import type { PathState } from "./observation.ts";
import type { FactSources } from "./fact-sources.ts";
import { oldest } from "./read-times.ts";
import { servingRig, type RigView } from "./rigs.ts";

export function rigFacts(sources: FactSources, { gtName, rival, desired }: RigView): RigFacts {
  const { observation, readTimes } = sources;
  const { rigs, polecats, queues, convoys, dialect } = observation;
  const entry = rigs.ok ? rigs.value.find(({ name }) => name === gtName) : undefined;
  const list = polecats.get(gtName);
  const queue = queues.get(gtName);
  const prefix = entry?.beadsPrefix ?? desired.beadsPrefix;
  const database = prefix === null ? undefined : observation.unreadDatabases.get(prefix);
  const failed = [list, queue, database].find((reading) => reading?.ok === false);
  const unreadPart = convoysUnread(sources);
  return {
    startedAt: observation.startedAt,
    lastGoodAt: oldest([readTimes.rigs(), readTimes.polecats(gtName), readTimes.queue(gtName)]),
    town: !rigs.ok && observation.trust.trusted ? { trusted: false, ...rigs } : observation.trust,
    ...pathFacts(observation.paths.get(desired.localPath) ?? "unknown"),
    ...(entry !== undefined && { townStatus: entry.status }),
    listing: !rigs.ok ? "unread" : entry === undefined ? "unknown" : "known",
    ...(rival !== null && { rival }),
    ...(entry !== undefined && { beadsPrefix: entry.beadsPrefix }),
    witness: entry?.witness ?? null,
    refinery: entry?.refinery ?? null,
    polecatCount: list?.ok === true ? list.value.length : null,
    activeConvoys: rigs.ok && convoys?.ok === true ? countConvoys(rigs.value, convoys.value, prefix) : null,
    queueLength: queue?.ok === true ? queue.value.length : null,
    trouble: failed?.ok === false ? { reason: "GtUnavailable", message: failed.message } : null,
    ...(dialect && { gt: { version: dialect.version, note: dialect.note } }),
    ...(observation.unlisted.size > 0 && { inTurns: true }),
    ...(unreadPart && { unreadPart }),
  };
}

function pathFacts(path: PathState): Pick<RigFacts, "path" | "pathTrouble"> {
  return typeof path === "string" ? { path } : { path: path.state, pathTrouble: path.message };
}

/** Of the whole town, and only shown: no rig is in trouble because of it. */
function convoysUnread({ observation, readTimes }: FactSources): UnreadPart | null {
  const { convoys, trust } = observation;
  if (convoys?.ok !== false || !trust.trusted) return null;
  const readAt = readTimes.convoys();
  const age = readAt === null ? "" : `; activeConvoys is of ${new Date(readAt).toISOString()}`;
  return { reason: "ConvoysUnread", message: `the convoys could not be read: ${convoys.message}${age}` };
}

/** Of two prefixes that fit an id, such as web and web-app, the longer one names its rig. */
function countConvoys(
  rigs: readonly RigEntry[],
  convoys: readonly ConvoySummary[],
  prefix: string | null,
): number {
  const prefixes = rigs.map(({ beadsPrefix }) => beadsPrefix);
  return convoys.filter(({ tracked }) => tracked.some(({ id }) => prefixOf(id, prefixes) === prefix)).length;
}

/** @param gtRig the rig of gt that a Polecat has its polecat in. */
export function rigAvailability(
  sources: FactSources,
  name: string,
  gtRig: string | null = null,
): RigAvailability {
  const blocker = blockerOf(sources, name, gtRig);
  return blocker === null ? { usable: true } : { usable: false, ...blocker };
}

function blockerOf(sources: FactSources, name: string, gtRig: string | null): Blocker | null {
  const rig = sources.rigs.get(name);
  if (rig === undefined) return rigNotFound(name, servingRig(sources.rigs, name)?.name);
  // A folder that the spec names since this read began has not been looked for.
  const isRead = sources.observation.paths.has(rig.desired.localPath);
  // A bead that gt cannot look for is not slung anyway.
  return rigBlocker({ ...rig, facts: isRead ? rigFacts(sources, rig) : null }, { gtRig, isForSling: false });
}
