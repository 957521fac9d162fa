/** `gt sling BEAD RIG`, `gt sling BEAD RIG/NAME` and `gt sling BEAD… RIG`. */
import { fail, parseArguments, say, type Answer, type Arguments } from "../answer.ts";
import { findPolecat, findRig, findRoutedBead, isTaken, polecatAddress, prefixOf } from "../lookup.ts";
import { allocate, hook } from "../spawn.ts";
import type { SimBead, SimPolecat, SimRig, Surroundings, TownState } from "../state.ts";
import { crossRig, spawnLimits } from "../versions/index.ts";
import { openConvoy } from "./convoys.ts";
import { schedule } from "./scheduler.ts";
import { heldElsewhere, ofBead, ofRig } from "./sling-guards.ts";
import { attachedLines, forcedLines, plannedAnswer, warnings } from "./sling-text.ts";

const SWITCHES = ["--no-boot", "--no-convoy", "--dry-run", "-n", "--create", "--force"];
const VALUED = ["--args", "-a", "--message", "-m", "--subject", "-s", "--base-branch", "--merge", "--agent"];

/** A sling that should have ended so long ago was killed. */
const FORGOTTEN_MS = 60_000;

interface Call {
  readonly state: TownState;
  readonly around: Surroundings;
  readonly bead: SimBead;
  readonly rig: SimRig;
  readonly flags: Arguments;
  /** Who has had the bead until now, though without a session. */
  readonly holder: string | null;
}

export function sling(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const flags = parseArguments(argv, SWITCHES, VALUED);
  const answer = flags.positional.length > 2 ? batch(state, flags, around) : single(state, flags, around);
  state.slinging = state.slinging.filter(({ caller }) => caller !== around.caller);
  return answer;
}

/** Makes a sling known before it takes its time: a second one of the same bead is refused meanwhile. */
export function announceSling(
  state: TownState,
  argv: readonly string[],
  { now, until, caller }: { readonly now: number; readonly until: number; readonly caller: number },
): void {
  const others = state.slinging.filter(
    (entry) => entry.caller !== caller && entry.until > now - FORGOTTEN_MS,
  );
  const isUnderWay = (id: string): boolean => others.some(({ bead, until: end }) => bead === id && end > now);
  const mine = argv
    .filter((id) => state.beads.some((bead) => bead.id === id))
    .map((bead) => ({ bead, until, caller, isSecond: isUnderWay(bead) }));
  state.slinging = [...others, ...mine];
}

function single(state: TownState, flags: Arguments, around: Surroundings): Answer {
  const [id = "", target = ""] = flags.positional;
  const bead = around.doltDown ? undefined : findRoutedBead(state, id);
  if (bead === undefined) return fail(`checking bead status: bead '${id}' not found`);
  const isForced = flags.has("--force");
  const refusal = ofBead(state, bead, around, isForced);
  if (refusal !== null) return fail(refusal);
  const [rigName, name] = slingTarget(target);
  const rig = findRig(state, rigName);
  if (state.schedulerMax > 0 && (rig === undefined || name !== "")) {
    return fail(
      `deferred dispatch requires a rig target: gt sling ${id} <rig>\n'${target}' is not a known rig`,
    );
  }
  if (rig === undefined) return fail(`resolving target: getting pane for ${target}: exit status 1`);
  const taken = isForced ? null : heldElsewhere(state, bead, rig, name);
  if (taken !== null) return taken;
  if (name === "" && rig.status !== undefined) return fail(ofRig(rig));
  const foreign = isForced || prefixOf(id) === rig.prefix ? null : crossRig(state, id, rig);
  if (foreign !== null) return foreign;
  const call: Call = { state, around, bead, rig, flags, holder: isTaken(bead) ? bead.assignee : null };
  return name === "" ? ontoRig(call) : ontoPolecat(call, name, target);
}

/** `RIG`, `RIG/NAME` or `RIG/polecats/NAME`. */
function slingTarget(target: string): readonly [string, string] {
  const [rig = "", ...rest] = target.split("/");
  return [rig, rest.at(-1) ?? ""];
}

const isDryRun = ({ flags }: Call): boolean => flags.has("--dry-run") || flags.has("-n");

/** A polecat without a session has no pane to write to, with `--create` neither; by its whole address it is replaced. */
function ontoPolecat(call: Call, name: string, target: string): Answer {
  const { state, around, bead, rig } = call;
  const polecat = findPolecat(state, rig.name, name);
  if (polecat?.session !== true) {
    if (target.includes("/polecats/")) return spawnFor(call, REPLACING);
    return fail(`resolving target: getting pane for ${rig.prefix}-${name}: exit status 1`);
  }
  if (isDryRun(call)) return plannedAnswer(bead, rig.name, name, `%${state.polecats.indexOf(polecat)}`);
  const { before, after } = forcedLines(state, call.holder);
  const heading = `🎯 Slinging ${bead.id} to ${polecatAddress(rig.name, name)}...\n`;
  const attached = attach(call, polecat);
  return say(`${before}${heading}${after}${attached}▶ Start prompt sent\n`, warnings(rig.name, around, true));
}

function ontoRig(call: Call): Answer {
  const { state, around, bead, rig } = call;
  if (state.schedulerMax > 0) return schedule(state, bead, rig, around);
  if (isDryRun(call)) return plannedAnswer(bead, rig.name, null, "<new-pane>");
  return spawnFor(call, OF_RIG);
}

/** The words of a spawn. */
interface Spawning {
  readonly says: (rig: string) => string;
  readonly fails: string;
}

const OF_RIG: Spawning = {
  says: (rig) => `Target is rig '${rig}', spawning fresh polecat...\n`,
  fails: "spawning polecat",
};
const REPLACING: Spawning = {
  says: (rig) => `Target polecat has no active session, spawning fresh polecat in rig '${rig}'...\n`,
  fails: "spawning polecat to replace dead polecat",
};

function spawnFor(call: Call, { says, fails }: Spawning): Answer {
  const { state, around, bead, rig, flags, holder } = call;
  const { before, after } = forcedLines(state, holder);
  const start = `${before}${says(rig.name)}`;
  const closed = rig.status !== undefined && spawnLimits(state).isParkedRigSpared;
  if (closed) return fail(`${fails}: ${ofRig(rig)}`, start);
  const allocation = allocate(state, bead, rig, around, flags.has("--force"));
  if ("refusal" in allocation) return fail(`${fails}: ${allocation.refusal}`, start);
  const { polecat, isReused } = allocation;
  const heading = `🎯 Slinging ${bead.id} to ${polecatAddress(rig.name, polecat.name)}...\n`;
  const attachment = attachmentRefusal(call);
  if (attachment !== null) {
    // The polecat that was spawned for it stays, idle; its session was to begin later.
    polecat.session = false;
    return fail(attachment, `${start}${spawned(polecat, isReused)}${heading}`);
  }
  const tracked = flags.has("--no-convoy") ? "" : trackByConvoy(call);
  const attached = attach(call, polecat);
  if (!flags.has("--no-boot")) boot(state, rig.name);
  return say(
    `${start}${spawned(polecat, isReused)}${heading}${after}${tracked}${attached}Starting session for ${rig.name}/${polecat.name}...\n`,
    warnings(rig.name, around, flags.has("--no-boot")),
  );
}

function spawned({ name }: SimPolecat, isReused: boolean): string {
  return isReused
    ? `Reusing idle polecat: ${name}\n✓ Polecat ${name} reused (idle → working, session start deferred)\n`
    : `Created polecat: ${name}\n✓ Polecat ${name} spawned (session start deferred)\n`;
}

function attach({ state, around, bead }: Call, polecat: SimPolecat): string {
  const burnt = bead.molecule;
  hook(state, bead, polecat, around);
  return attachedLines(bead, burnt);
}

/** A wisp counts as stale where nobody is named by the bead, or who is has no session. */
function attachmentRefusal({ state, bead, flags, holder }: Call): string | null {
  const [rig = "", , name = ""] = (bead.assignee ?? "").split("/");
  const isAlive = findPolecat(state, rig, name)?.session === true;
  if (bead.molecule === null || !isAlive || holder !== null || flags.has("--force")) return null;
  return `bead ${bead.id} already has 1 attached molecule(s): ${bead.molecule.id}\nUse --force to replace, or --hook-raw-bead to skip formula`;
}

function trackByConvoy({ state, around, bead }: Call): string {
  const { id } = openConvoy(state, `Work: ${bead.title}`, [bead.id], around.now);
  return `→ Created convoy 🚚 ${id}\n  Tracking: ${bead.id}\n`;
}

function boot(state: TownState, rig: string): void {
  for (const agent of [`${rig}/witness`, `${rig}/refinery`]) {
    if (!state.running.includes(agent)) state.running.push(agent);
  }
}

function batch(state: TownState, flags: Arguments, around: Surroundings): Answer {
  const ids = flags.positional.slice(0, -1);
  const target = flags.positional.at(-1) ?? "";
  const rig = findRig(state, target);
  if (rig === undefined) return fail(`'${target}' is not a known rig`);
  let done = 0;
  const parts = ids.map((id, index) => {
    const bead = around.doltDown ? undefined : findRoutedBead(state, id);
    const heading = `[${index + 1}/${ids.length}] Slinging ${id}...\n`;
    if (bead?.status !== "open") return `${heading}  ✗ bead '${id}' cannot be slung\n`;
    const allocation = allocate(state, bead, rig, around, flags.has("--force"));
    if ("refusal" in allocation) return `${heading}  ✗ spawning polecat: ${allocation.refusal}\n`;
    const { polecat, isReused } = allocation;
    hook(state, bead, polecat, around);
    done += 1;
    return `${heading}${spawned(polecat, isReused)}  ✓ Formula mol-polecat-work applied\n  ✓ Work attached to ${polecat.name}\nStarting session for ${rig.name}/${polecat.name}...\n  ▶ Session started for ${polecat.name}\n`;
  });
  if (!flags.has("--no-boot")) boot(state, rig.name);
  const tip = `  Tip: the rig can be auto-resolved from bead prefixes. You can omit <${rig.name}>.\n`;
  const heading = `🎯 Batch slinging ${ids.length} beads to rig '${rig.name}'...\n\n`;
  const summary = `\n📊 Batch sling complete: ${done}/${ids.length} succeeded\n`;
  return say(`${tip}${heading}${parts.join("\n")}${summary}`, warnings(rig.name, around, true));
}
