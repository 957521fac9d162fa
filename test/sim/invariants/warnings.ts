/** Invariant 7: a witness informs, on two signals that agreed for long enough, by and by, and ends nothing. */
import { backoff } from "../../../machines/backoff.ts";
import { hookOf } from "simulated-town/testing";
import type { MemoryObject } from "../../operator/memory-store.ts";
import type { Ground } from "../ground.ts";
import { STUCK_THRESHOLD_MS } from "../life.ts";
import { specOf } from "../objects.ts";
import type { Scene } from "../scene.ts";
import type { HealthSignals } from "../health-signals.ts";
import type { Call, Effect } from "../sim-gt.ts";
import type { Watch } from "../watches.ts";
import { find } from "../witnessed.ts";
import { resourcesOf } from "./nuke.ts";

const STEPS = ["nudge", "mail", "escalate"] as const;

export interface Warning {
  readonly step: (typeof STEPS)[number];
  /** `RIG/NAME`. */
  readonly polecat: string;
  /** RFC 3339 in whole seconds: with the polecat it names when it became unresponsive. */
  readonly since: string;
  /** Of a mail. */
  readonly to: string | null;
}

/** What a call tells of a stuck polecat, or null. */
export function warningOf({ argv, line }: Call): Warning | null {
  if (argv[0] === "nudge") {
    return {
      step: "nudge",
      polecat: (argv[1] ?? "").replace("/polecats/", "/"),
      since: sinceIn(argv[2] ?? ""),
      to: null,
    };
  }
  const polecat = / stuck with /.test(line) ? (/Polecat (\S+\/\S+) is/.exec(line)?.[1] ?? "") : "";
  if (argv[0] === "escalate") return { step: "escalate", polecat, since: sinceIn(line), to: null };
  const isMail = line.startsWith("mail send") && polecat !== "";
  return isMail ? { step: "mail", polecat, since: sinceIn(line), to: argv[2] ?? "" } : null;
}

function sinceIn(text: string): string {
  return /since (\S+Z)/.exec(text)?.[1] ?? "";
}

/** A try, and when it was by the clock that the operator waits by: a step forward of it may shorten a wait. */
interface Try {
  readonly step: Warning["step"];
  readonly to: string | null;
  readonly call: number;
  readonly life: number;
  readonly passed: number;
}

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
const SHORTEST_PART = 0.8;
/** A sync takes so long at most, without slow calls: what it decides from may be as old. */
const ONE_SYNC_MS = 60_000;
/** From the beginning of an observation until it has its list, without slow calls. */
const UNTIL_LISTED_MS = 10_000;
/** The same where lists are slow: after 10 s for that of all rigs a sync asks for each rig's, which takes up to 18 s. */
const UNTIL_SLOWLY_LISTED_MS = 30_000;
const A_SECOND = 1_000;

export interface Warnings {
  readonly begins: (scene: Scene, call: Call) => void;
  readonly done: (scene: Scene, effect: Effect) => void;
  readonly answered: (call: Call) => void;
}

export interface WarningSources {
  readonly ground: Ground;
  readonly healthSignals: HealthSignals;
  readonly watches: (rig: string) => readonly Watch[];
  /** Of the operator's machine, epoch ms. */
  readonly clock: () => number;
  /**
   * Virtual ms and every step forward of that clock: no two times that the operator took lie further apart. It goes on
   * from where it was when the clock is set back (`steadyClock`), so that a step back takes nothing away again.
   */
  readonly mostPassed: () => number;
}

export function createWarnings(sources: WarningSources): Warnings {
  const tries = new Map<string, readonly Try[]>();
  const nudged = new Set<string>();
  /** Calls that reached nobody, of which the operator may have been told so: the next step follows at once. */
  const unreached = new Set<number>();
  /** The others may not have been counted by the operator: it died before it knew. */
  const answered = new Set<number>();
  const failed = new Set<number>();
  return {
    begins(scene, call) {
      endsNothing(scene, call);
      const warning = warningOf(call);
      if (warning === null) return;
      const key = `${warning.polecat} since ${warning.since}`;
      const earlier = tries.get(key) ?? [];
      const now = {
        step: warning.step,
        to: warning.to,
        call: call.number,
        life: call.life,
        passed: sources.mostPassed(),
      };
      tries.set(key, [...earlier, now]);
      const problem =
        watchProblem(sources, warning) ??
        healthSignalProblem(sources, warning) ??
        (sources.ground.activeFaults.wasStale() ? null : waitProblem(earlier, now, unreached, answered));
      if (problem !== null) scene.broken(7, `${call.line} ${problem}`);
    },
    done(scene, { call, exitCode }) {
      const warning = warningOf(call);
      if (warning === null) return;
      if (exitCode !== 0) failed.add(call.number);
      else if (warning.step === "nudge") {
        const key = `${warning.polecat} since ${warning.since}`;
        if (nudged.has(key) && !sources.ground.activeFaults.wasStale())
          scene.broken(7, `${key} was nudged twice`);
        nudged.add(key);
      }
    },
    answered({ number }) {
      answered.add(number);
      if (failed.has(number)) unreached.add(number);
    },
  };
}

function watchProblem({ watches }: WarningSources, { polecat, to }: Warning): string | null {
  const all = watches(rigOf(polecat));
  if (all.length === 0) return "although nobody watches its rig";
  return to === null || all.some(({ target }) => target === to) ? null : `although no witness names ${to}`;
}

/** Both signals, as honest reads had them: for the time of the threshold, and by the newest reads still. */
function healthSignalProblem(sources: WarningSources, warning: Warning): string | null {
  const { ground, healthSignals, watches, clock, mostPassed } = sources;
  const polecat = find(ground.town, warning.polecat);
  if (polecat === undefined) return null;
  const listed = healthSignals.listed(polecat);
  // The newest read of the operator had an earlier polecat of this name, which somebody has ended and slung anew since.
  const isNew = ground.wallClock() - polecat.createdAt < ONE_SYNC_MS || ground.activeFaults.wasClockSet();
  if (listed.length === 0 && isNew) return null;
  const unresponsive = listed.find(({ says }) => says !== "alive");
  if (unresponsive === undefined) return "although no read ever found it unresponsive";
  const now = ground.time.now();
  const threshold = Math.min(
    STUCK_THRESHOLD_MS,
    ...watches(rigOf(warning.polecat)).map(({ thresholdMs }) => thresholdMs),
  );
  const lasted = Math.max(mostPassed() - unresponsive.passed, clock() - Date.parse(warning.since));
  // The operator counts from when the observation began. With a clock that was set back only the list's own moment is known.
  const untilListed = ground.hasSlowLists ? UNTIL_SLOWLY_LISTED_MS : UNTIL_LISTED_MS;
  const slack = ground.activeFaults.wasClockSet() ? untilListed : A_SECOND;
  if (lasted + slack < threshold) return `only ${lasted} ms after its last sign of life`;
  const isDead = listed.some(({ says }) => says === "dead") && healthSignals.hookedAt(polecat) !== undefined;
  const isSilent = listed.some(({ says }) => says === "silent") && healthSignals.peeks(polecat) > 0;
  if (!isDead && !isSilent) return "on one signal alone";
  const newest = listed.filter(({ at }) => at < now - ONE_SYNC_MS).slice(-2);
  const later = listed.filter(({ at }) => at >= now - ONE_SYNC_MS);
  const hasRecovered = newest.length === 2 && [...newest, ...later].every(({ says }) => says === "alive");
  return hasRecovered && !ground.activeFaults.wasSlow() ? "although the newest reads found it alive" : null;
}

function waitProblem(
  earlier: readonly Try[],
  now: Try,
  unreached: ReadonlySet<number>,
  answered: ReadonlySet<number>,
): string | null {
  const last = earlier.at(-1);
  if (last === undefined) return null;
  if (STEPS.indexOf(now.step) < STEPS.indexOf(last.step) && !isFirstMail(earlier, now, unreached))
    return `after ${last.step}`;
  if (unreached.has(last.call) && now.step !== last.step) return null;
  // What a life heard last before it was killed may not have reached the status, from which the next one goes on.
  const isRemembered = ({ call, life }: Try, next: Try): boolean => answered.has(call) && life === next.life;
  const least =
    SHORTEST_PART *
    backoff(
      Math.max(1, earlier.filter((one, index) => isRemembered(one, earlier[index + 1] ?? now)).length),
      FIRST_WAIT_MS,
      LONGEST_WAIT_MS,
    );
  const waited = now.passed - last.passed;
  return waited + A_SECOND < least
    ? `only ${Math.round(waited)} ms after ${last.step}, the try ${earlier.length}`
    : null;
}

/** With another witness, another address is to be told, and may not have been. */
function isFirstMail(earlier: readonly Try[], now: Try, unreached: ReadonlySet<number>): boolean {
  const isTold = ({ step, to, call }: Try): boolean =>
    step === "mail" && to === now.to && !unreached.has(call);
  return now.step === "mail" && !earlier.some(isTold);
}

/** Work is ended only where a resource asks for it; a sling stops a session only of a polecat that has none. */
function endsNothing(scene: Scene, { argv, line }: Call): void {
  const address = argv[2] ?? "";
  const isNuke = line.startsWith("polecat nuke");
  if (!isNuke && !(line.startsWith("session stop") && hasWork(scene, address))) return;
  const keys = resourcesOf(scene, address);
  const objects = keys.flatMap((key) => scene.told.get(key) ?? []);
  if (objects.length > 0 && !objects.some(asksForEnd))
    scene.broken(7, `${line}, and nobody asks for its end`);
}

function hasWork({ ground, holdings }: Scene, address: string): boolean {
  const polecat = find(ground.town, address);
  const bead = polecat === undefined ? undefined : hookOf(ground.town, polecat);
  const since = bead === undefined ? undefined : holdings.of(bead.id)?.since;
  return since !== undefined && since < ground.time.now() - ONE_SYNC_MS && !ground.activeFaults.wasSlow();
}

function asksForEnd(object: MemoryObject): boolean {
  const { desiredState, deletionPolicy, ttlSecondsAfterFinished, maxIdleSeconds } = specOf(object);
  const isDeleted = object.metadata.deletionTimestamp !== undefined && deletionPolicy === "Terminate";
  const hasLimit = ttlSecondsAfterFinished !== undefined || maxIdleSeconds !== undefined;
  return desiredState === "Terminated" || isDeleted || hasLimit;
}

function rigOf(polecat: string): string {
  return polecat.split("/")[0] ?? "";
}
