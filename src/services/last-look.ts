/**
 * The last look before a nuke, after the session has ended: the agent may have written between the proof and its end.
 * Those that wait together in a rig are looked at together. gt's nuke refuses by itself what its recovery check finds,
 * unless it is forced: then that is read once more, too, and nobody shares that look.
 */
import type { NukeInput } from "../../machines/index.ts";
import type { Lanes, MergeRequest, PolecatEntry } from "../gt/index.ts";
import { Batches } from "./batches.ts";
import { endPlaces, type EndPlaces } from "./end-places.ts";
import { ServiceError } from "./errors.ts";
import type { ServicePorts } from "./ports.ts";
import { checkGitState, checkHealth, checkRecovery, type Finding } from "./termination-checks.ts";

type Ports = Pick<ServicePorts, "gt" | "now">;

/** What concerns one polecat; failures are its own. */
interface Own {
  readonly entry: PolecatEntry;
  readonly git: Finding;
  /** Where the end is forced. */
  readonly recovery: Finding | null;
}

export interface LastLook {
  /** When its first read began, epoch ms. */
  readonly startedAt: number;
  readonly has: (end: NukeInput) => boolean;
  /** Rejects with what failed of this polecat's reads. */
  readonly of: (end: NukeInput) => Promise<Own>;
  /** Rejects where it could not be read. */
  readonly queue: Promise<readonly MergeRequest[]>;
  /** Read after all the rest, some of which lies without a database. */
  readonly health: Finding;
}

/** The look of those that waited together. One of them uses it at a time. */
export interface SharedLook {
  readonly newest: () => LastLook;
  /** Looks once more at this one, and at as many of those that have not left as may share a look. @throws GtError */
  readonly renew: (end: NukeInput) => Promise<LastLook>;
  /** It needs no look any more. */
  readonly leave: (end: NukeInput) => void;
}

/** A nuke begins less than so long after the begin of its look, ms. */
export const MOST_LOOK_AGE_MS = 5_000;

/** Also of a town that answers at once: the older a look, the more of them would have to be read again. */
const MOST_NUKES = 10;

/** A list is read where gt takes no longer over it than over each polecat by itself; it grows with the polecats of the rig. */
const STATUS_MS = 250;

/** How long gt took the last time, ms. */
interface Pace {
  nuke: number;
  /** A call of the look: it has one for each of its polecats, and the others. */
  call: number;
  list: number;
}

const FIRST_PACE: Readonly<Pace> = { nuke: 1_000, call: 500, list: 0 };

/** One after another, beside one for each polecat: the list of them, and the health. */
const OTHER_CALLS = 2;

export class LastLooks {
  readonly #ports: Ports;
  readonly #paces = new Map<string, Pace>();
  readonly #batches: Batches<NukeInput, SharedLook>;

  constructor(ports: Ports, lanes: Lanes) {
    this.#ports = ports;
    this.#batches = new Batches({
      lanes,
      name: "last looks",
      most: (rig) => this.#most(rig),
      read: (rig, ends) => this.#readShared(rig, ends),
    });
  }

  /** The next look of the rig begins once all that share this one have ended their use of it. */
  share<Output>(
    input: NukeInput,
    signal: AbortSignal,
    use: (look: SharedLook) => Promise<Output>,
  ): Promise<Output> {
    return this.#batches.run(input.rig, { member: input, signal }, use);
  }

  /** @throws GtError where nothing can be said of the town's health. */
  async read(rig: string, ends: readonly NukeInput[]): Promise<LastLook> {
    const { gt, now } = this.#ports;
    const startedAt = now();
    const places = endPlaces(gt, rig);
    const queue = places.work.mergeQueue(rig);
    const [own] = await Promise.all([this.#readOwn(places, rig, ends), Promise.allSettled([queue])]);
    const health = await checkHealth({ gt: places.health, now });
    this.#pace(rig).call = (now() - startedAt) / (ends.length + OTHER_CALLS);
    return {
      ...{ startedAt, queue, health },
      has: (end) => own.has(end),
      of: async (end) => own.get(end) ?? Promise.reject(unseen(end)),
    };
  }

  noteNuke(rig: string, tookMs: number): void {
    this.#pace(rig).nuke = tookMs;
  }

  async #readShared(rig: string, ends: readonly NukeInput[]): Promise<SharedLook> {
    let newest = await this.read(rig, ends);
    const present = new Set(ends);
    return {
      newest: () => newest,
      renew: async (end) => {
        const others = [...present].filter((one) => one !== end);
        newest = await this.read(rig, [end, ...others].slice(0, this.#most(rig)));
        return newest;
      },
      leave: (end) => void present.delete(end),
    };
  }

  /** As many as can be nuked before the look is too old. */
  #most(rig: string): number {
    const { nuke, call } = this.#pace(rig);
    const most = (MOST_LOOK_AGE_MS - OTHER_CALLS * call) / (nuke + call + 1);
    return Math.max(1, Math.min(MOST_NUKES, Math.floor(most)));
  }

  /** All of it was answered, or has failed. */
  async #readOwn(
    { looks, work }: EndPlaces,
    rig: string,
    ends: readonly NukeInput[],
  ): Promise<ReadonlyMap<NukeInput, Promise<Own>>> {
    const { now } = this.#ports;
    const listed = await this.#list(looks, rig, ends);
    const readOne = async (end: NukeInput): Promise<Own> => {
      const entry = listed.get(end) ?? (await looks.polecatStatus(rig, end.polecat));
      const git = await checkGitState({ gt: looks, now }, end);
      const { forced } = end.proof;
      const recovery = forced ? await checkRecovery({ gt: work, now }, end, entry.branch ?? "") : null;
      return { entry, git, recovery };
    };
    const own = new Map(ends.map((end) => [end, readOne(end)]));
    await Promise.allSettled(own.values());
    return own;
  }

  /** Those of whom one list of the rig, and the worktrees on disk, tell all: a call for each is spared. */
  async #list(
    gt: EndPlaces["looks"],
    rig: string,
    ends: readonly NukeInput[],
  ): Promise<ReadonlyMap<NukeInput, PolecatEntry>> {
    const pace = this.#pace(rig);
    if (ends.length < 2 || pace.list > ends.length * STATUS_MS) return new Map();
    const { now } = this.#ports;
    const startedAt = now();
    const entries = await gt.listRigPolecats(rig);
    const named = ends.map(async (end) => [end, await this.#named(entries, end)] as const);
    const known = (await Promise.all(named)).flatMap(([end, entry]) =>
      entry === null ? [] : [[end, entry] as const],
    );
    // A gt whose list names no branch, and worktrees that are not on this machine: it would tell nothing the next time.
    pace.list = known.length === 0 ? Infinity : now() - startedAt;
    return new Map(known);
  }

  async #named(entries: readonly PolecatEntry[], { rig, polecat }: NukeInput): Promise<PolecatEntry | null> {
    const entry = entries.find(({ name }) => name === polecat);
    if (entry === undefined) return null;
    const branch = entry.branch ?? (await this.#ports.gt.worktreeBranch(rig, polecat));
    return branch === null ? null : { ...entry, branch };
  }

  #pace(rig: string): Pace {
    const pace = this.#paces.get(rig) ?? { ...FIRST_PACE };
    this.#paces.set(rig, pace);
    return pace;
  }
}

function unseen({ rig, polecat }: NukeInput): ServiceError {
  return new ServiceError("StateUnknown", `${rig}/${polecat} was not looked at`);
}
