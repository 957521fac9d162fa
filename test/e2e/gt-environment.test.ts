import { describe, expect, test } from "vitest";
import { ALPHA, createWorld, gtVersions, polecat, SECRETS } from "./harness/index.ts";

describe.each(gtVersions)("the environment of gt %s", (gtVersion) => {
  test("holds the town and the person's own settings, and none of the operator's secrets", async ({
    onTestFinished,
  }) => {
    const { cluster, town, close } = await createWorld({
      seed: { gtVersion, rigs: [ALPHA], beads: ["al-one"] },
    });
    onTestFinished(close);
    await cluster.apply(polecat("worker", { beadID: "al-one" }));
    await cluster.untilPhase("Polecat", "worker", "Working");
    const calls = town.calls();
    expect(calls.map(({ line }) => line.split(" ")[0])).toEqual(expect.arrayContaining(["health", "sling"]));
    for (const { env, line } of calls) {
      expect(env, line).toEqual(expect.arrayContaining(["GT_TOWN_ROOT", "HOME", "PATH"]));
      const kept = [...Object.keys(SECRETS), "KUBECONFIG", "GT_PATH"];
      expect(
        env.filter((name) => kept.includes(name)),
        line,
      ).toEqual([]);
    }
  });
});
