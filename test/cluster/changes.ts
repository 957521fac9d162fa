/** Changes that people make, each to something of its own, so that one that was missed cannot hide behind another. */
import { polecat, type Seen, until, type World } from "../e2e/harness/index.ts";

interface Change {
  readonly what: string;
  readonly isAnswered: () => boolean;
}

/** What became of changes once a fault was over. */
export interface Outcome {
  readonly changes: number;
  readonly missed: readonly string[];
  /** ms from the end of the fault until the last of them was answered. */
  readonly recoveryMs: number;
}

export class Changes {
  readonly #world: World;
  #made: Change[] = [];
  /** Beads that were slung and are still open, oldest first. */
  #open: string[] = [];
  #idle: string[] = [];
  readonly #beads: string[];

  /** @param beads open ones of rig alpha. */
  constructor(world: World, beads: readonly string[]) {
    this.#world = world;
    this.#beads = [...beads];
  }

  /** In the API: so many Polecats with a bead each. */
  async create(count: number): Promise<void> {
    const { cluster, town } = this.#world;
    for (const bead of this.#beads.splice(0, count)) {
      await cluster.apply(polecat(bead, { beadID: bead }));
      this.#open.push(bead);
      this.#note(`Polecat ${bead} is created`, bead, ({ status }) => {
        const worker = `alpha/polecats/${status.polecatName ?? ""}`;
        return status.phase === "Working" && town.bead(bead).assignee === worker;
      });
    }
  }

  /** In the town: beads of Polecats that work are closed. */
  closeBeads(count: number): void {
    for (const bead of this.#open.splice(0, count)) {
      this.#world.town.bd("close", bead);
      this.#idle.push(bead);
      this.#note(`bead ${bead} is closed`, bead, ({ status }) => status.phase === "Idle");
    }
  }

  /** In the API: the specs of Polecats that are idle. */
  async edit(count: number): Promise<void> {
    const { cluster } = this.#world;
    for (const name of this.#idle.slice(-count)) {
      await cluster.setSpec("Polecat", name, { taskDescription: `edited at ${Date.now()}` });
      this.#note(`the spec of ${name} is edited`, name, ({ metadata, status }) => {
        return status.observedGeneration === metadata.generation && status.phase === "Idle";
      });
    }
  }

  /** What was changed and is not answered yet. */
  get unanswered(): readonly string[] {
    return this.#made.filter(({ isAnswered }) => !isAnswered()).map(({ what }) => what);
  }

  /** Waits until all that was changed is answered, from now on. */
  async answered(withinMs: number): Promise<Outcome> {
    const since = Date.now();
    await until(
      "all changes are answered, or it takes too long",
      () => this.unanswered.length === 0 || Date.now() > since + withinMs,
    );
    const missed = this.unanswered;
    const changes = this.#made.length;
    this.#made = [];
    if (missed.length > 0) console.error(this.#world.operator.tail());
    return { changes, missed, recoveryMs: Date.now() - since };
  }

  #note(what: string, name: string, is: (object: Seen) => boolean): void {
    const isAnswered = (): boolean => {
      const object = this.#world.cluster.get("Polecat", name);
      return object !== undefined && is(object);
    };
    this.#made.push({ what, isAnswered });
  }
}
