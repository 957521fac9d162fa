import { describe, expect, test, type TestContext } from "vitest";
import type { GtVersion } from "../../src/embedded/town/index.ts";
import { ALPHA, createWorld, gtVersions, polecat, processesIn, until, type World } from "./harness/index.ts";

const BEADS = ["al-one"];
const SIGNALS = ["SIGTERM", "SIGINT"] as const;

async function worldOfOneRig({ onTestFinished }: TestContext, gtVersion?: GtVersion): Promise<World> {
  const world = await createWorld({ seed: { ...(gtVersion && { gtVersion }), rigs: [ALPHA], beads: BEADS } });
  onTestFinished(() => world.close());
  await world.operator.ready();
  return world;
}

describe("stopping", { timeout: 120_000, concurrent: true }, () => {
  test.for(SIGNALS)("an idle operator ends with exit code 0 within 2 s of %s", async (signal, context) => {
    const { operator } = await worldOfOneRig(context);
    const ending = await operator.stop(signal);
    expect(ending).toMatchObject({ code: 0, signal: null });
    expect(ending.tookMs).toBeLessThan(2_000);
    expect(operator.errors).toBe("");
  });

  test.for(SIGNALS)(
    "with a sling that hangs it ends with exit code 0 within 10 s of %s",
    async (signal, context) => {
      const { operator, cluster, town } = await worldOfOneRig(context);
      town.addFault({ kind: "hang", command: "sling" });
      await cluster.apply(polecat("worker", { beadID: "al-one" }));
      const [call] = await until("the sling is under way", () => nonEmpty(town.calls("sling ")));
      const ending = await operator.stop(signal);
      expect(ending).toMatchObject({ code: 0, signal: null });
      expect(ending.tookMs).toBeLessThan(10_000);
      await until("the hanging call is gone", () => !processesIn(town.root).includes(call?.pid ?? 0));
    },
  );

  test("with a read that hangs it ends within 5 s: nobody waits for the answer", async (context) => {
    const { operator, town } = await worldOfOneRig(context);
    town.addFault({ kind: "hang", command: "polecat list" });
    const since = Date.now();
    await until("a read hangs", () => town.calls("polecat list").some(({ startedAt }) => startedAt > since));
    const ending = await operator.stop();
    expect(ending).toMatchObject({ code: 0, signal: null });
    expect(ending.tookMs).toBeLessThan(5_000);
  });

  test.for(gtVersions)(
    "a sling of gt %s under way is waited for, and the next life finds its polecat at work",
    async (gtVersion, context) => {
      const world = await worldOfOneRig(context, gtVersion);
      const { operator, cluster, town } = world;
      town.addFault({ kind: "slow", command: "sling", ms: 2_000 });
      await cluster.apply(polecat("worker", { beadID: "al-one" }));
      await until("the sling is under way", () => town.calls("sling ").length === 1);
      expect(await operator.stop()).toMatchObject({ code: 0 });
      expect(town.calls("sling ")).toMatchObject([{ exitCode: 0 }]);
      world.startOperator();
      await cluster.untilPhase("Polecat", "worker", "Working");
      expect(town.calls("sling ")).toHaveLength(1);
    },
  );

  test("a second signal ends it at once", async (context) => {
    const { operator, cluster, town } = await worldOfOneRig(context);
    town.addFault({ kind: "hang", command: "sling" });
    await cluster.apply(polecat("worker", { beadID: "al-one" }));
    await until("the sling is under way", () => town.calls("sling ").length === 1);
    const first = operator.stop("SIGTERM");
    await until("it says that it stops", () => operator.hasLogged("stopping"));
    const second = await operator.stop("SIGINT");
    expect((await first).code).toBe(130);
    expect(second.tookMs).toBeLessThan(2_000);
  });
});

function nonEmpty<Item>(items: readonly Item[]): readonly Item[] | null {
  return items.length > 0 ? items : null;
}
