import { describe, expect, test, type TestContext } from "vitest";
import type { GtVersion } from "simulated-town";
import { ALPHA, createWorld, gtVersions, polecat, processesIn, until, type World } from "./harness/index.ts";

const BEADS = ["al-one"];
const SIGNALS = ["SIGTERM", "SIGINT"] as const;
/** The `terminationGracePeriodSeconds` of the chart: what ends later is killed by the kubelet. */
const GRACE_MS = 30_000;

async function worldOfOneRig({ onTestFinished }: TestContext, gtVersion?: GtVersion): Promise<World> {
  const world = await createWorld({ seed: { ...(gtVersion && { gtVersion }), rigs: [ALPHA], beads: BEADS } });
  onTestFinished(() => world.close());
  await world.operator.ready();
  return world;
}

describe("stopping", { concurrent: true }, () => {
  test.for(SIGNALS)(
    "an idle operator ends with exit code 0 on %s, before a kubelet would kill it",
    async (signal, context) => {
      const { operator } = await worldOfOneRig(context);
      const ending = await operator.stop(signal);
      expect(ending).toMatchObject({ code: 0, signal: null });
      expect(ending.tookMs).toBeLessThan(GRACE_MS);
      expect(operator.errors).toBe("");
    },
  );

  test.for(SIGNALS)(
    "with a sling that hangs it ends with exit code 0 on %s, before a kubelet would kill it",
    async (signal, context) => {
      const { operator, cluster, town } = await worldOfOneRig(context);
      town.addFault({ kind: "hang", command: "sling" });
      await cluster.apply(polecat("worker", { beadID: "al-one" }));
      const [call] = await until("the sling is under way", () => nonEmpty(town.calls("sling ")));
      const ending = await operator.stop(signal);
      expect(ending).toMatchObject({ code: 0, signal: null });
      expect(ending.tookMs).toBeLessThan(GRACE_MS);
      // Cut in half it would leave half of a polecat. It ends by its own deadline, and the next operator waits for it.
      expect(processesIn(town.root)).toContain(call?.pid);
      expect(operator.hasLogged("gt still runs, and is left to end by itself")).toBe(true);
    },
  );

  test("with a read that hangs it ends all the same: nobody waits for the answer", async (context) => {
    const { operator, town } = await worldOfOneRig(context);
    town.addFault({ kind: "hang", command: "polecat list" });
    const since = Date.now();
    await until("a read hangs", () => town.calls("polecat list").some(({ startedAt }) => startedAt > since));
    const ending = await operator.stop();
    expect(ending).toMatchObject({ code: 0, signal: null });
    expect(ending.tookMs).toBeLessThan(GRACE_MS);
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
    await operator.stop("SIGINT");
    expect((await first).code).toBe(130);
  });
});

function nonEmpty<Item>(items: readonly Item[]): readonly Item[] | null {
  return items.length > 0 ? items : null;
}
