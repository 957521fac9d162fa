import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ALPHA,
  BETA,
  condition,
  convoy,
  createWorld,
  gtVersions,
  until,
  type World,
} from "./harness/index.ts";

describe.each(gtVersions)("a convoy's life on gt %s", (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: {
        gtVersion,
        rigs: [ALPHA, BETA],
        beads: ["al-1", "al-2", "be-1", "al-known", "al-late", "al-again", "al-quiet", "al-wrong"],
      },
    });
  });
  afterAll(() => world.close());

  const convoysFor = (uid: string): readonly string[] =>
    world.town.state.convoys.filter(({ title }) => title.includes(uid)).map(({ id }) => id);
  const mailsFor = (uid: string): number =>
    world.town.state.mail.filter(({ to, subject }) => to === "mayor/" && subject.includes(uid)).length;

  test.concurrent(
    "it is created once, counts the beads of two rigs, and sends exactly one mail when all are closed",
    async () => {
      const { cluster, town } = world;
      await cluster.apply(convoy("release", ["al-1", "al-2", "be-1"], { notifyOnComplete: "mayor/" }));
      const begun = await cluster.untilPhase("Convoy", "release", "InProgress");
      const { uid } = begun.metadata;
      expect(convoysFor(uid)).toEqual([begun.status.beadsConvoyID]);
      expect(town.state.convoys.find(({ id }) => id === begun.status.beadsConvoyID)?.tracked).toEqual([
        "al-1",
        "al-2",
        "be-1",
      ]);
      expect(begun.status).toMatchObject({ progress: "0/3", pendingBeads: ["al-1", "al-2", "be-1"] });
      town.bd("close", "al-1");
      town.bd("close", "be-1");
      const partly = await cluster.until(
        "Convoy",
        "release",
        "counts two",
        ({ status }) => status.progress === "2/3",
      );
      expect(partly.status).toMatchObject({
        phase: "InProgress",
        completedBeads: ["al-1", "be-1"],
        pendingBeads: ["al-2"],
      });
      expect(mailsFor(uid)).toBe(0);
      town.bd("close", "al-2");
      await cluster.until(
        "Convoy",
        "release",
        "is announced",
        ({ status }) => status.notifiedAt !== undefined,
      );
      const done = await cluster.untilPhase("Convoy", "release", "Completed");
      expect(done.status.progress).toBe("3/3");
      expect(condition(done, "Ready")?.reason).toBe("AllBeadsClosed");
      expect(condition(done, "Notified")).toMatchObject({
        reason: "Sent",
        message: expect.stringContaining("to mayor/ at ") as string,
      });
      await world.syncs(2);
      expect(mailsFor(uid)).toBe(1);
      expect(convoysFor(uid)).toHaveLength(1);
      expect(cluster.phases("Convoy", "release")).toEqual(["Pending", "InProgress", "Completed"]);
    },
  );

  test.concurrent(
    "a reopened bead takes it back to InProgress, and its next end is announced once more",
    async () => {
      const { cluster, town } = world;
      await cluster.apply(convoy("reopened", ["al-again"], { notifyOnComplete: "mayor/" }));
      const { uid } = (await cluster.untilPhase("Convoy", "reopened", "InProgress")).metadata;
      town.bd("close", "al-again");
      await cluster.until(
        "Convoy",
        "reopened",
        "is announced",
        ({ status }) => status.notifiedAt !== undefined,
      );
      town.bd("reopen", "al-again");
      const back = await cluster.untilPhase("Convoy", "reopened", "InProgress");
      expect(back.status.progress).toBe("0/1");
      expect(back.status.completedAt).toBeUndefined();
      expect(back.status.notifiedAt).toBeUndefined();
      // gt tells one end from another by the second.
      const before = town.state.beads.find(({ id }) => id === "al-again")?.updatedAt ?? 0;
      await until("the next second", () => Date.now() - before > 1_000);
      town.bd("close", "al-again");
      await cluster.untilPhase("Convoy", "reopened", "Completed");
      await until("it is announced again", () => mailsFor(uid) === 2);
      await world.syncs(2);
      expect(mailsFor(uid)).toBe(2);
      expect(convoysFor(uid)).toHaveLength(1);
    },
  );

  test.concurrent("beads that do not exist are named, and keep it from being completed", async () => {
    const { cluster, town } = world;
    await cluster.apply(convoy("partly", ["al-known", "al-absent", "be-absent"]));
    const said = await cluster.until(
      "Convoy",
      "partly",
      "names the unknown beads",
      (object) =>
        object.status.phase === "InProgress" && condition(object, "Reconciling")?.reason === "BeadsNotFound",
    );
    expect(said.status.unknownBeads).toEqual(["al-absent", "be-absent"]);
    expect(condition(said, "Reconciling")?.message).toContain("al-absent, be-absent");
    town.bd("close", "al-known");
    const counted = await cluster.until(
      "Convoy",
      "partly",
      "counts one",
      ({ status }) => status.progress === "1/3",
    );
    await world.syncs(2);
    expect(counted.status.phase).toBe("InProgress");
    expect(cluster.phases("Convoy", "partly")).toEqual(["Pending", "InProgress"]);
  });

  test.concurrent("it fails while none of its beads exists, and goes on when one does", async () => {
    const { cluster, town } = world;
    await cluster.apply(convoy("nothing", ["al-later", "al-never"]));
    const failed = await cluster.untilPhase("Convoy", "nothing", "Failed");
    const { uid } = failed.metadata;
    expect(condition(failed, "Stalled")?.reason).toBe("BeadsNotFound");
    expect(convoysFor(uid)).toEqual([]);
    town.bd("create", "--id=al-later", "made after all");
    await cluster.untilPhase("Convoy", "nothing", "InProgress");
    expect(convoysFor(uid)).toHaveLength(1);
  });

  test.concurrent("without notifyOnComplete it ends without a mail", async () => {
    const { cluster, town } = world;
    await cluster.apply(convoy("quiet", ["al-quiet"]));
    const { uid } = (await cluster.untilPhase("Convoy", "quiet", "InProgress")).metadata;
    town.bd("close", "al-quiet");
    const done = await cluster.untilPhase("Convoy", "quiet", "Completed");
    expect(done.status.conditions.find(({ type }) => type === "Notified")).toMatchObject({
      status: "False",
      reason: "NotAsked",
    });
    await world.syncs(1);
    expect(mailsFor(uid)).toBe(0);
  });

  test.concurrent("an address that gt does not know leaves it Completed, with the reason", async () => {
    const { cluster, town } = world;
    await cluster.apply(convoy("misdirected", ["al-wrong"], { notifyOnComplete: "nobody/" }));
    await cluster.untilPhase("Convoy", "misdirected", "InProgress");
    town.bd("close", "al-wrong");
    const said = await cluster.until("Convoy", "misdirected", "says why no mail went out", ({ status }) =>
      status.conditions.some(({ type, reason }) => type === "Notified" && reason === "NotSent"),
    );
    expect(said.status.phase).toBe("Completed");
    expect(said.status.conditions.find(({ type }) => type === "Notified")?.message).toContain(
      "unknown recipient",
    );
    await cluster.setSpec("Convoy", "misdirected", { notifyOnComplete: "mayor/" });
    await until("the mail is sent", () => mailsFor(said.metadata.uid) === 1);
  });
});
