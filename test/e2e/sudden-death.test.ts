import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { recordsOf } from "../../src/host/index.ts";
import {
  ALPHA,
  convoy,
  createWorld,
  gtVersions,
  type Moment,
  plantDeaths,
  polecat,
  sizeOfFolder,
  until,
  type World,
} from "./harness/index.ts";

const WORKERS = ["one", "two", "three"];
const BEADS = WORKERS.map((name) => `al-${name}`);

const WRITES = ["sling", "convoy-create", "mail-send", "session-stop", "polecat-nuke"];

/** Mulberry32: the same moments for the same seed. */
function randomMoments(seed: number, count: number): readonly Moment[] {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return Array.from({ length: count }, (): Moment => {
    const call = 1 + Math.floor(next() * 70);
    return `${call}.${next() < 0.5 ? "before" : "after"}`;
  });
}

/** Starts the operator again whenever it was killed, as a kubelet does. @returns how to end that, and the deaths. */
function keepAlive(world: World): { readonly end: () => void; readonly deaths: () => number } {
  let isEnded = false;
  let deaths = 0;
  const watch = (): void => {
    void world.operator.ended.then(({ signal }) => {
      if (isEnded) return;
      expect(signal).toBe("SIGKILL");
      deaths += 1;
      world.startOperator();
      watch();
    });
  };
  watch();
  return {
    end: () => {
      isEnded = true;
    },
    deaths: () => deaths,
  };
}

/** Kills each time something has happened `every` times more, `most` times in all. */
class Killer {
  readonly #world: World;
  readonly #every: number;
  #left: number;
  #last = 0;

  constructor(world: World, every: number, most: number) {
    this.#world = world;
    this.#every = every;
    this.#left = most;
  }

  get left(): number {
    return this.#left;
  }

  /** @param count how much has happened by now. */
  look(count: number): void {
    if (this.#left === 0 || count < this.#last + this.#every || !this.#world.operator.isRunning) return;
    this.#last = count;
    this.#left -= 1;
    void this.#world.operator.stop("SIGKILL");
  }
}

/** Three beads worked on and closed, a convoy of them announced, and all three polecats ended. */
async function liveThrough(world: World): Promise<void> {
  const { cluster, town } = world;
  await cluster.apply(convoy("release", BEADS, { notifyOnComplete: "mayor/" }));
  await cluster.apply(...WORKERS.map((name) => polecat(name, { beadID: `al-${name}` })));
  for (const name of WORKERS) await cluster.untilPhase("Polecat", name, "Working");
  for (const bead of BEADS) town.complete(bead);
  await cluster.until("Convoy", "release", "is announced", ({ status }) => status.notifiedAt !== undefined);
  for (const name of WORKERS) await cluster.untilPhase("Polecat", name, "Idle");
  for (const name of WORKERS) await cluster.setSpec("Polecat", name, { desiredState: "Terminated" });
  for (const name of WORKERS) await cluster.untilPhase("Polecat", name, "Terminated");
  expect(town.state.polecats).toEqual([]);
}

/** Nothing lost, nothing twice. */
function expectOnce({ town, cluster }: World): void {
  const { beads, convoys, mail } = town.state;
  expect(beads.map(({ id, status, slings }) => ({ id, status, slings }))).toEqual(
    BEADS.map((id) => ({ id, status: "closed", slings: 1 })),
  );
  expect(convoys).toHaveLength(1);
  expect(mail).toHaveLength(1);
  const { phase, progress, beadsConvoyID } = cluster.get("Convoy", "release")?.status ?? {};
  expect({ phase, progress, beadsConvoyID }).toEqual({
    phase: "Completed",
    progress: "3/3",
    beadsConvoyID: convoys[0]?.id,
  });
}

describe.each(gtVersions)("kill -9 loses nothing and doubles nothing on gt %s", (gtVersion) => {
  const seed = { gtVersion, rigs: [ALPHA], beads: BEADS };

  test.concurrent(
    "just before each effect of gt, at random calls and at journal commits",
    async ({ onTestFinished }) => {
      const world = await createWorld({ seed, journal: true });
      onTestFinished(world.close);
      const moments = [...WRITES.map((write): Moment => `${write}.before`), ...randomMoments(11, 2)];
      const planted = plantDeaths(world.town, world.folder, moments);
      const { end, deaths } = keepAlive(world);
      onTestFinished(end);
      const data = path.join(world.folder, "data");
      const atCommits = new Killer(world, 6_000, 3);
      const timer = setInterval(() => atCommits.look(sizeOfFolder(path.join(data, "journal"))), 1);
      onTestFinished(() => clearInterval(timer));
      await liveThrough(world);
      await until(
        "all moments have come",
        () => planted.left.length === 0 && atCommits.left === 0,
        () => planted.left.join(),
      );
      await world.operator.ready();
      expectOnce(world);
      // Moments may come at once, and one death serves them all.
      expect(deaths()).toBeGreaterThan(WRITES.length / 2);
      // What was being written when it died is cut off, and all the rest can be read.
      expect([...recordsOf(data)].filter(({ type }) => type === "restore").length).toBeGreaterThan(deaths());
    },
  );

  test.concurrent(
    "just after each effect of gt, at random calls and at status writes, without a journal",
    async ({ onTestFinished }) => {
      const world = await createWorld({ seed });
      onTestFinished(world.close);
      const moments = [...WRITES.map((write): Moment => `${write}.after`), ...randomMoments(23, 2)];
      const planted = plantDeaths(world.town, world.folder, moments);
      const { end, deaths } = keepAlive(world);
      onTestFinished(end);
      const atWrites = new Killer(world, 5, 3);
      let writes = 0;
      // The write goes on to the server, and its sender never learns of it.
      world.api.onStatusWrite(() => atWrites.look((writes += 1)));
      await liveThrough(world);
      await until(
        "all moments have come",
        () => planted.left.length === 0 && atWrites.left === 0,
        () => planted.left.join(),
      );
      await world.operator.ready();
      expectOnce(world);
      expect(deaths()).toBeGreaterThan(WRITES.length / 2);
    },
  );

  test.concurrent(
    "in the middle of a convoy's creation, which ends only after the next operator has begun",
    async ({ onTestFinished }) => {
      const world = await createWorld({ seed });
      onTestFinished(world.close);
      const { town, cluster, folder } = world;
      const at = (name: string): string => path.join(folder, name);
      town.wrapGt(`
case "$1 $2" in "convoy create")
  if mkdir "${at("begun")}" 2>/dev/null; then
    while [ ! -e "${at("go-on")}" ]; do sleep 0.05; done
  fi ;;
esac
exec "$GT" "$@"`);
      await cluster.apply(convoy("release", BEADS));
      await until("the creation has begun", () => existsSync(at("begun")));
      await world.operator.stop("SIGKILL");
      await world.startOperator().ready();
      // It has read the town, and could have looked for the convoy in vain and made another: two in the end.
      // The creation that hangs ends by its own deadline where the machine is busy enough.
      await world.syncs(2);
      writeFileSync(at("go-on"), "");
      await cluster.untilPhase("Convoy", "release", "InProgress");
      await world.syncs(5);
      expect(town.state.convoys.map(({ id }) => id)).toEqual([
        cluster.get("Convoy", "release")?.status.beadsConvoyID,
      ]);
    },
  );
});
