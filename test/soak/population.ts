/** Many Polecats, each in one of the stations of a life, and a person who moves them on one step at a time. */
import { polecat, type Seen, type World } from "../e2e/harness/index.ts";

/** gt refuses a 26th that works. */
const MOST_WORKING = 20;

type Station = "absent" | "resting" | "working" | "done" | "ended";

interface Polecat {
  readonly name: string;
  readonly rig: string;
  station: Station;
  bead: string;
  /** The change that was made last and is not answered yet: none is made on top of it, so that none can hide. */
  pending: { readonly what: string; readonly since: number; readonly isAnswered: () => boolean } | null;
}

interface Step {
  readonly what: string;
  readonly to: Station;
  readonly make: () => Promise<void>;
  readonly isAnswered: (seen: Seen | undefined) => boolean;
}

export class Population {
  readonly #world: World;
  readonly #polecats: readonly Polecat[];
  readonly #random: () => number;
  #beads = 0;
  made = 0;
  slowestMs = 0;

  /** @param rigs with their prefixes; the Polecats are spread over them. */
  constructor(
    world: World,
    rigs: readonly { readonly name: string; readonly prefix: string }[],
    count: number,
    random: () => number,
  ) {
    this.#world = world;
    this.#random = random;
    this.#polecats = Array.from({ length: count }, (_, index) => ({
      name: `${rigs[index % rigs.length]?.prefix ?? ""}-${index}`,
      rig: rigs[index % rigs.length]?.name ?? "",
      station: "absent",
      bead: "",
      pending: null,
    }));
  }

  async createAll(): Promise<void> {
    for (const each of this.#polecats) await this.#make(each, this.#creation(each));
  }

  /** Makes one change somewhere, where there is somebody to change. */
  async change(): Promise<void> {
    const free = this.#polecats.filter(({ pending }) => pending === null);
    const each = free[Math.floor(this.#random() * free.length)];
    const step = each === undefined ? null : this.#nextStep(each);
    if (each !== undefined && step !== null) await this.#make(each, step);
  }

  /** Looks which changes have been answered. @returns what has not, with its age. */
  look(): readonly string[] {
    for (const each of this.#polecats) {
      if (each.pending?.isAnswered() !== true) continue;
      this.slowestMs = Math.max(this.slowestMs, Date.now() - each.pending.since);
      each.pending = null;
    }
    return this.#polecats.flatMap(({ pending }) =>
      pending === null ? [] : [`${pending.what}, ${Math.round((Date.now() - pending.since) / 1_000)} s ago`],
    );
  }

  #nextStep(each: Polecat): Step | null {
    const { town } = this.#world;
    const patch = (spec: Readonly<Record<string, unknown>>) => (): Promise<void> =>
      this.#world.cluster.setSpec("Polecat", each.name, spec);
    const isIn = (phase: string) => (seen: Seen | undefined) => seen?.status.phase === phase;
    switch (each.station) {
      case "absent":
        return this.#creation(each);
      case "resting":
        return this.#random() < 0.3 ? this.#edit(each) : this.#work(each, patch);
      case "working":
        return {
          what: `bead ${each.bead} of ${each.name} is closed`,
          to: "done",
          make: () => Promise.resolve(void town.bd("close", each.bead)),
          isAnswered: isIn("Idle"),
        };
      case "done":
        if (this.#random() < 0.3) return this.#edit(each);
        return {
          what: `${each.name} is to end`,
          to: "ended",
          make: patch({ desiredState: "Terminated" }),
          isAnswered: isIn("Terminated"),
        };
      case "ended":
        return {
          what: `${each.name} is deleted`,
          to: "absent",
          make: () => this.#world.cluster.delete("Polecat", each.name),
          isAnswered: (seen) => seen === undefined,
        };
      default:
        return each.station satisfies never;
    }
  }

  #creation(each: Polecat): Step {
    return {
      what: `${each.name} is created`,
      to: "resting",
      make: () => this.#world.cluster.apply(polecat(each.name, { rig: each.rig })),
      isAnswered: (seen) => seen?.status.phase === "Idle",
    };
  }

  #edit(each: Polecat): Step {
    const taskDescription = `edited at ${Date.now()}`;
    return {
      what: `the spec of ${each.name} is edited`,
      to: each.station,
      make: () => this.#world.cluster.setSpec("Polecat", each.name, { taskDescription }),
      isAnswered: (seen) =>
        seen?.spec["taskDescription"] === taskDescription &&
        seen.status.observedGeneration === seen.metadata.generation,
    };
  }

  #work(each: Polecat, patch: (spec: Readonly<Record<string, unknown>>) => () => Promise<void>): Step | null {
    const { town } = this.#world;
    if (this.#polecats.filter(({ station }) => station === "working").length >= MOST_WORKING) return null;
    each.bead = `${each.name.split("-")[0] ?? ""}-b${(this.#beads += 1)}`;
    town.bd("create", `--id=${each.bead}`, "work of the soak");
    return {
      what: `${each.name} is given ${each.bead}`,
      to: "working",
      make: patch({ desiredState: "Working", beadID: each.bead }),
      isAnswered: (seen) => seen?.status.phase === "Working" && seen.status.assignedBead === each.bead,
    };
  }

  /** Until it went through: a person tries again while the API is away. */
  async #make(each: Polecat, { what, to, make, isAnswered }: Step): Promise<void> {
    for (let isMade = false; !isMade;) {
      isMade = await make().then(
        () => true,
        () => new Promise((resolve) => setTimeout(resolve, 500, false)),
      );
    }
    this.made += 1;
    each.station = to;
    each.pending = {
      what,
      since: Date.now(),
      isAnswered: () => isAnswered(this.#world.cluster.get("Polecat", each.name)),
    };
  }
}
