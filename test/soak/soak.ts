/**
 * `npm run soak`: many Polecats on a real API server, changed at random, with kills at random.
 *
 * In: SOAK_MINUTES (15), SOAK_POLECATS (300), SOAK_SEED. Out: a report of what was missed, what gt did twice, and what
 * memory the operator took; it fails when something was missed or done twice.
 */
import { expect, test } from "vitest";
import { createSiege, type Siege } from "../cluster/siege.ts";
import { until } from "../e2e/harness/index.ts";
import { Population } from "./population.ts";
import { befall, type Trouble } from "./troubles.ts";

const MINUTES = Number(process.env["SOAK_MINUTES"] ?? "15");
const POLECATS = Number(process.env["SOAK_POLECATS"] ?? "300");
const SEED = Number(process.env["SOAK_SEED"] ?? "1");
const ANSWER_MS = 60_000;

/** gt takes 30 polecats a rig. */
const RIGS = Array.from({ length: Math.ceil(POLECATS / 25) }, (_, index) => {
  const letter = String.fromCharCode("a".charCodeAt(0) + index);
  return { name: `rig-${letter}`, prefix: `${letter}${letter}`, names: [] };
});
const TROUBLES: readonly Trouble[] = [
  "apiserver killed",
  "apiserver frozen",
  "etcd compacted",
  "connections forgotten",
];

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const seconds = (count: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, count * 1_000));

async function makeTrouble(siege: Siege, random: () => number, endAt: number): Promise<number> {
  const startedAt = Date.now();
  let troubles = 0;
  while (Date.now() < endAt - 30_000) {
    await seconds(10 + random() * 30);
    // Later on the operator lives, so that its memory can tell.
    const isEarly = Date.now() - startedAt < (endAt - startedAt) / 3;
    const kinds: readonly Trouble[] = isEarly ? [...TROUBLES, "operator killed"] : TROUBLES;
    const trouble = kinds[Math.floor(random() * kinds.length)] ?? "apiserver killed";
    console.log(
      `${Math.round((Date.now() - startedAt) / 1_000)} s: ${trouble}, operator at ${siege.residentMemory()} MiB`,
    );
    await befall(siege, trouble, 1 + random() * 9);
    troubles += 1;
  }
  return troubles;
}

/** Command lines of gt that had an effect twice: a bead that was slung again. */
function doneTwice({ world }: Siege): readonly string[] {
  return world.town.state.beads
    .filter(({ slings }) => slings > 1)
    .map(({ id, slings }) => `${id} ${slings} times`);
}

async function missedByWatch({ world }: Siege): Promise<number> {
  const page = (await (await world.operator.http("/metrics"))?.text()) ?? "";
  return [...page.matchAll(/watch_missed_events_total\{[^}]*\} (\d+)/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

test(`${POLECATS} polecats for ${MINUTES} min`, async ({ onTestFinished }) => {
  const random = randomFrom(SEED);
  const siege = await createSiege({ rigs: RIGS, beads: [] }, ["--poll-interval", "2s"]);
  onTestFinished(siege.close);
  const { world } = siege;
  for (const { name } of RIGS) await world.cluster.setSpec("Rig", name, { settings: { maxPolecats: 100 } });
  await world.operator.ready();
  const population = new Population(world, RIGS, POLECATS, random);
  await population.createAll();
  await until("all Polecats are there", () => population.look().length === 0);
  const memoryAtStart = siege.residentMemory();
  console.log(`${POLECATS} Polecats in ${RIGS.length} rigs, seed ${SEED}, operator at ${memoryAtStart} MiB`);

  const endAt = Date.now() + MINUTES * 60_000;
  const troubles = makeTrouble(siege, random, endAt);
  while (Date.now() < endAt) {
    population.look();
    await population.change();
    await seconds(0.1 + random() * 0.4);
  }
  const disturbed = await troubles;
  const calmAt = Date.now();
  while (population.look().length > 0 && Date.now() < calmAt + ANSWER_MS) await seconds(0.2);

  const report = {
    minutes: MINUTES,
    polecats: POLECATS,
    changes: population.made,
    troubles: disturbed,
    missed: population.look(),
    lastAnswerAfterCalmSeconds: (Date.now() - calmAt) / 1_000,
    slowestAnswerSeconds: population.slowestMs / 1_000,
    foundByRelistOnly: await missedByWatch(siege),
    doneTwice: doneTwice(siege),
    forbidden: siege.forbidden(),
    memoryAtStartMiB: memoryAtStart,
    memoryAtEndMiB: siege.residentMemory(),
  };
  console.log(JSON.stringify(report, null, 2));
  expect(report).toMatchObject({ missed: [], doneTwice: [], forbidden: [] });
});
