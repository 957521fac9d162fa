import { describe, expect, test } from "vitest";
import { ALPHA, BETA, condition, convoy, createWorld, gtVersions, polecat } from "./harness/index.ts";

/** Longer than a read that does not hang takes on a machine that others load, too. */
const FLAGS = ["--read-timeout", "5s"];

describe.each(gtVersions)("gt %s", (gtVersion) => {
  test.concurrent(
    "that hangs in one rig delays no other: theirs stay Ready and their polecats work",
    async ({ onTestFinished }) => {
      const { cluster, town, operator, close } = await createWorld({
        seed: {
          gtVersion,
          rigs: [ALPHA, BETA],
          beads: ["al-one", "be-one"],
          plans: { "be-one": { behaviour: "finish", afterMs: 0 } },
        },
        flags: FLAGS,
      });
      onTestFinished(close);
      await operator.ready();
      await cluster.untilPhase("Rig", "alpha", "Ready");
      await cluster.untilPhase("Rig", "beta", "Ready");
      town.setFaults({ rules: [{ kind: "hang", rig: "alpha" }] });
      const degraded = await cluster.untilPhase("Rig", "alpha", "Degraded");
      expect(condition(degraded, "Degraded")?.message).toMatch(
        /did not answer within 5 s|has not answered for/,
      );
      await cluster.apply(
        polecat("stuck", { beadID: "al-one" }),
        polecat("free", { rig: "beta", beadID: "be-one" }),
      );
      await cluster.untilPhase("Polecat", "free", "Idle");
      expect(cluster.phases("Rig", "beta")).toEqual(["Pending", "Ready"]);
      expect(cluster.phases("Polecat", "stuck")).toEqual(["Pending"]);
      expect(town.calls("sling al-one ")).toHaveLength(0);
      town.setFaults({});
      await cluster.untilPhase("Rig", "alpha", "Ready");
      await cluster.untilPhase("Polecat", "stuck", "Working");
    },
  );

  test.concurrent("that is slow takes longer, and that is all", async ({ onTestFinished }) => {
    const { cluster, town, close } = await createWorld({
      seed: {
        gtVersion,
        rigs: [ALPHA],
        beads: ["al-one"],
        latency: { "": 400, sling: 3_000, "polecat list": 1_200 },
      },
      flags: FLAGS,
    });
    onTestFinished(close);
    await cluster.apply(polecat("slow", { beadID: "al-one" }));
    await cluster.untilPhase("Polecat", "slow", "Working");
    expect(cluster.phases("Rig", "alpha")).toEqual(["Pending", "Ready"]);
    expect(town.calls("sling al-one ")).toHaveLength(1);
  });

  test.concurrent(
    "that dies half-way causes no second sling, convoy or mail after the effect, and another try before it",
    async ({ onTestFinished }) => {
      const { cluster, town, operator, close } = await createWorld({
        seed: { gtVersion, rigs: [ALPHA], beads: ["al-after", "al-before", "al-convoy"] },
        flags: FLAGS,
      });
      onTestFinished(close);
      town.setFaults({
        rules: [
          { kind: "crashAfter", command: "sling al-after", times: 1 },
          { kind: "crashBefore", command: "sling al-before", times: 1 },
          { kind: "crashAfter", command: "convoy create", times: 1 },
          { kind: "crashAfter", command: "mail send", times: 1 },
        ],
      });
      await operator.ready();
      await cluster.apply(
        polecat("after", { beadID: "al-after" }),
        polecat("before", { beadID: "al-before" }),
        convoy("release", ["al-convoy"], { notifyOnComplete: "mayor/" }),
      );
      const after = await cluster.untilPhase("Polecat", "after", "Working");
      expect(town.calls("sling al-after ")).toMatchObject([{ endedAt: null }]);
      expect(town.bead("al-after")).toMatchObject({
        slings: 1,
        assignee: `alpha/polecats/${after.status.polecatName ?? ""}`,
      });
      await cluster.untilPhase("Polecat", "before", "Working");
      expect(town.calls("sling al-before ")).toMatchObject([{ endedAt: null }, { exitCode: 0 }]);
      expect(town.bead("al-before").slings).toBe(1);
      await cluster.untilPhase("Convoy", "release", "InProgress");
      town.bd("close", "al-convoy");
      await cluster.until(
        "Convoy",
        "release",
        "is announced",
        ({ status }) => status.notifiedAt !== undefined,
      );
      expect(town.state.convoys).toHaveLength(1);
      expect(town.state.mail).toHaveLength(1);
      expect(town.calls("convoy create ")).toMatchObject([{ endedAt: null }]);
      expect(town.calls("mail send ")).toMatchObject([{ endedAt: null }]);
    },
  );
});
