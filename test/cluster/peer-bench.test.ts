import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutLeases } from "../../bench/peer/api-writes.ts";
import { Closing } from "../../bench/peer/closing.ts";
import { fromSource } from "../../bench/peer/contender.ts";
import { converge, type Converged } from "../../bench/peer/converging.ts";
import { createConvoys, endAll } from "../../bench/peer/mass-changes.ts";
import { optionsSchema } from "../../bench/peer/options.ts";
import { applyRigs } from "../../bench/peer/population.ts";
import { total } from "../../bench/peer/report.ts";
import { createScene, type Scene } from "../../bench/peer/scene.ts";
import { openWindow, type Taken } from "../../bench/peer/window.ts";
import { until } from "../e2e/harness/index.ts";

/**
 * What holds today, and a little more, for how many reads of the town fall between the slings depends on the machine. The
 * bounds are here to be lowered: whoever spares a call writes the new one down.
 */
const MOST = {
  /** gt calls of any kind until all work, for each sling: 2.4 on a quiet machine, 3.7 where eight others want its CPU. */
  callsForEachSling: 5,
  /** gt calls but `show`, of a read of a town of two rigs in which nothing happens: 7, and one at its edge. */
  callsOfAQuietRead: 8,
  /** Two of the read, one for each database; a glance while the town rests has two as well. */
  showsOfAQuietRead: 6,
  /** gt calls of any kind for each of many Convoys: one creates it, the lists are shared, and the town is read meanwhile. */
  callsForEachConvoy: 3,
  /**
   * gt calls of any kind for each of ten ends in a rig: five of its own, what they share, and reads of the town meanwhile.
   * 9.2 on a machine where four others want its CPU; 13 before they shared anything.
   */
  callsForEachEnd: 11,
  /** Of them, those that would be one for each end if nothing were shared. */
  statusesForEachEnd: 0.5,
  /** Status writes after a restart by which nothing has changed. */
  writesOfARestart: 0,
};

const POLECATS = 20;
const CONVOYS = 20;
const OPTIONS = optionsSchema.parse({ polecats: POLECATS, rigs: 2, latency: 50, convoys: CONVOYS });
const QUIET_READS = 3;

const closing = new Closing();
let scene: Scene;
let converged: Converged;

const reads = (): number => scene.town.calls.filter(({ command }) => command === "polecat list").length;
const untilReads = (count: number): Promise<unknown> =>
  until(`the town is read ${count} times`, () => reads() >= count);

/** Each Polecat says that it has a session, and each Rig how many polecats it has. */
const isTold = (): boolean =>
  scene.rigs.every(
    ({ name, polecats }) => scene.cluster.get("Rig", name)?.status["polecatCount"] === polecats,
  ) && scene.beads.every((name) => scene.cluster.get("Polecat", name)?.status["sessionActive"] === true);

/** From the end of a read's list to that of another. */
async function quietReads(operator: Parameters<typeof openWindow>[1]): Promise<Taken> {
  await untilReads(reads() + 1);
  const window = openWindow(scene, operator);
  await untilReads(reads() + QUIET_READS);
  return window.end();
}

beforeAll(async () => {
  scene = await createScene(fromSource(), OPTIONS, closing);
  await applyRigs(scene.cluster, scene.townRoot, scene.rigs);
  const operator = scene.startOperator();
  await until(
    "the Rigs are Ready",
    () => scene.rigs.every(({ name }) => scene.cluster.get("Rig", name)?.status.phase === "Ready"),
    () => operator.tail(),
  );
  converged = await converge(scene, operator);
  await until("the town is read and told", () => isTold());
  await operator.stop();
});
afterAll(() => closing.close());

describe("what the bench counts of 20 polecats in 2 rigs", () => {
  test("all come to work, each by one sling, with no more gt calls than before", () => {
    expect(converged).toMatchObject({ working: POLECATS, calls: { sling: POLECATS } });
    expect(converged.callsForEachSling, JSON.stringify(converged.calls)).toBeLessThanOrEqual(
      MOST.callsForEachSling,
    );
  });

  test("after a restart, and while nothing happens, no more is written and asked than before", async () => {
    const operator = scene.startOperator({ GASTOWN_POLL_INTERVAL: "3s" });
    const restarted = openWindow(scene, operator);
    await untilReads(reads() + 3);
    const quiet = await quietReads(operator);
    expect(total(withoutLeases(quiet.writes)), JSON.stringify(quiet.writes)).toBe(0);
    const { show = 0 } = quiet.calls;
    const told = JSON.stringify(quiet.calls);
    expect((quiet.callCount - show) / QUIET_READS, told).toBeLessThanOrEqual(MOST.callsOfAQuietRead);
    expect(show / QUIET_READS, told).toBeLessThanOrEqual(MOST.showsOfAQuietRead);
    const { writes } = restarted.end();
    expect(total(withoutLeases(writes)), JSON.stringify(writes)).toBeLessThanOrEqual(
      MOST.writesOfARestart * (POLECATS + OPTIONS.rigs),
    );
    await operator.stop();
  });

  test("many Convoys and many ends share what they read", async () => {
    const operator = scene.startOperator();
    await untilReads(reads() + 1);
    const convoys = await createConvoys(scene, operator);
    const told = JSON.stringify(convoys.calls);
    expect(convoys, told).toMatchObject({ arrived: CONVOYS, calls: { "convoy create": CONVOYS } });
    expect(convoys.callCount / CONVOYS, told).toBeLessThanOrEqual(MOST.callsForEachConvoy);
    const ended = await endAll(scene, operator);
    const { calls } = ended;
    expect(ended, JSON.stringify(calls)).toMatchObject({
      arrived: POLECATS,
      calls: { "polecat nuke": POLECATS, "session stop": POLECATS, "polecat check-recovery": POLECATS },
    });
    expect(ended.callCount / POLECATS, JSON.stringify(calls)).toBeLessThanOrEqual(MOST.callsForEachEnd);
    expect((calls["polecat status"] ?? 0) / POLECATS).toBeLessThanOrEqual(MOST.statusesForEachEnd);
  });
});
