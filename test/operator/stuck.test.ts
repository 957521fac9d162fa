import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import type { OperatorSettings } from "../../src/operator/index.ts";
import { hanging } from "../town/sim-town.ts";
import { atWork, escalated, kills, killSession, MINUTE, recover, state, told } from "./unresponsive.ts";
import { createWorld, type World } from "./world.ts";

describe("A polecat whose session died with its bead on the hook", () => {
  it("is stuck after the threshold, then told of by nudge, mail and escalation at growing distances", async () => {
    const { world } = await atWork();
    const times: [string, number][] = [];
    for (const word of ["nudge", "mail send", "escalate"]) {
      world.town.always(word, (run) => {
        times.push([word, world.town.clock.now()]);
        return run();
      });
    }
    const diedAt = world.town.clock.now();
    await escalated(world);
    await world.until("it is escalated again", () => times.length >= 6);
    const words = times.map(([word]) => word);
    // Nobody hears a nudge without a session: the mail follows at once.
    expect(words).toEqual(["nudge", "mail send", "escalate", "escalate", "escalate", "escalate"]);
    const gaps = times.slice(1).map(([, at], index) => at - (times[index]?.[1] ?? 0));
    const [first] = times;
    expect((first?.[1] ?? 0) - diedAt).toBeGreaterThanOrEqual(2 * MINUTE);
    // Half of the jitter: a tenth less than 2, 4, 8, 16 minutes.
    for (const [index, minutes] of [2, 4, 8, 16].entries()) {
      const gap = gaps[index + 1] ?? 0;
      expect(gap).toBeGreaterThanOrEqual(0.9 * minutes * MINUTE);
      expect(gap).toBeLessThan(0.9 * minutes * MINUTE + 2_000);
    }
    expect(world.town.state.mail.filter(({ subject }) => !subject.startsWith("["))).toMatchObject([
      {
        to: "mayor/",
        subject: expect.stringContaining("Polecat alpha/furiosa is stuck with al-1") as string,
      },
    ]);
    expect(kills(world)).toEqual([]);
    expect(world.town.state.polecats).toHaveLength(1);
  });

  it("says so in its conditions, with an Event for each step", async () => {
    const { world } = await atWork();
    await escalated(world);
    expect(world.condition("polecats/one", "Stuck")).toMatchObject({
      status: "True",
      reason: "SessionDead",
      message: expect.stringMatching(/session is dead since .*; it was escalated at /) as string,
    });
    expect(world.condition("polecats/one", "Stalled")).toMatchObject({ status: "True", reason: "Stuck" });
    expect(world.status("polecats/one")["phase"]).toBe("Working");
    await world.pass(1_000);
    const reasons = world.api.events.map(({ reason }) => reason);
    for (const reason of ["Stuck", "Mailed", "Escalated"]) expect(reasons).toContain(reason);
  });

  it("is stuck in the metrics since its last sign of life, until the next", async () => {
    const { world, life } = await atWork();
    const since = async (): Promise<unknown> =>
      /^gastown_operator_polecat_stuck_since_seconds\{.*\} (\d+)/m.exec(
        await life.metrics.registry.metrics(),
      )?.[1];
    expect(await since()).toBeUndefined();
    const diedAt = world.town.clock.now();
    await escalated(world);
    expect(Number(await since()) * 1000 - diedAt).toBeLessThan(MINUTE);
    recover(world);
    await world.until("it is healthy", () => state(world) === "working.healthy");
    expect(await since()).toBeUndefined();
  });

  it("is told of no more once it gives a sign of life, and from the beginning once it gives none again", async () => {
    const { world } = await atWork();
    await escalated(world);
    recover(world);
    await world.until("it is healthy", () => state(world) === "working.healthy");
    expect(world.condition("polecats/one", "Stuck")).toMatchObject({ status: "False", reason: "NotStuck" });
    const before = told(world).length;
    await world.pass(30 * MINUTE);
    expect(told(world)).toHaveLength(before);
    await escalated(world);
    expect(told(world).slice(before)).toEqual(["nudge", "mail", "escalate"]);
  });

  it("is not told of again by a restarted operator, which goes on where the last one was", async () => {
    const { world, life } = await atWork();
    killSession(world);
    await world.until("it is mailed", () => state(world) === "working.stuck.mailed");
    await life.close();
    await world.start({ stuckThresholdMs: 2 * MINUTE });
    await world.until("it is escalated", () => state(world) === "working.stuck.escalated");
    expect(told(world)).toEqual(["nudge", "mail", "escalate"]);
  });

  it("is escalated once where the operator ends before gt has answered", async () => {
    const { world, life } = await atWork();
    world.town.once("escalate", async (run, late) => {
      run();
      return late();
    });
    killSession(world);
    await world.until("it is being escalated", () => told(world).includes("escalate"));
    await life.close();
    await world.start({ stuckThresholdMs: 2 * MINUTE });
    await world.pass(2 * MINUTE);
    expect(state(world)).toBe("working.stuck.escalated");
    expect(told(world)).toEqual(["nudge", "mail", "escalate"]);
  });

  it("is told of to nobody before the API server has the step", async () => {
    const { world } = await atWork();
    killSession(world);
    await world.until("it is suspected", () => state(world) === "working.suspect");
    world.api.intercept = (method, path) => {
      if (method === "PATCH" && path.endsWith("/status")) throw new Error("the API server is away");
    };
    await world.pass(10 * MINUTE);
    expect(told(world)).toEqual([]);
    world.api.intercept = () => undefined;
    await world.until("it is escalated", () => state(world) === "working.stuck.escalated");
    expect(told(world)).toEqual(["nudge", "mail", "escalate"]);
  });
});

describe("Nobody is told of a stuck polecat", () => {
  it.each<[string, object, Partial<OperatorSettings>]>([
    ["that is only observed", { management: "Observe" }, {}],
    ["of a rig without a Witness, where the setting says so", {}, { defaultWitness: false }],
  ])("%s; it is shown as Stuck", async (_, spec, settings) => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.town.shell("gt", "sling", "al-1", "alpha");
    world.polecat("one", spec, { annotations: { "gastown.gastown.io/polecat": "furiosa" } });
    await world.start({ stuckThresholdMs: MINUTE, ...settings });
    await world.until("it works", () => state(world) === "working.healthy");
    killSession(world);
    await world.until("it is stuck", () => world.condition("polecats/one", "Stuck")?.status === "True");
    await world.pass(20 * MINUTE);
    expect(told(world)).toEqual([]);
    expect(state(world)).toBe("working.stuck.nudgeHeld");
  });

  it.each<[string, (world: World) => void, (world: World) => void]>([
    [
      "it is paused",
      (world) => world.api.edit("default/polecats/one", { paused: true }),
      (world) => world.api.edit("default/polecats/one", { paused: false }),
    ],
    [
      "its rig is paused",
      (world) => world.api.edit("rigs/alpha", { paused: true }),
      (world) => world.api.edit("rigs/alpha", { paused: false }),
    ],
    [
      "its rig is degraded",
      (world) => world.paths.set("/town/alpha", "missing"),
      (world) => world.paths.set("/town/alpha", "present"),
    ],
    [
      "the town cannot be trusted",
      (world) => void (world.town.doltDown = true),
      (world) => void (world.town.doltDown = false),
    ],
  ])("while %s, and as soon as that is over they are", async (_, hinder, release) => {
    const { world } = await atWork();
    killSession(world);
    await world.until("it is suspected", () => state(world) === "working.suspect");
    hinder(world);
    await world.pass(15 * MINUTE);
    expect(told(world)).toEqual([]);
    release(world);
    await world.until("it is escalated", () => state(world) === "working.stuck.escalated");
  });
});

describe("A polecat whose pod restarts", () => {
  it("is stuck once that has gone on for the threshold, and healthy once it has stopped", async () => {
    const { world } = await atWork();
    const restart = (count: number): void =>
      world.api.annotate("default/polecats/one", { "gastown.gastown.io/pod-restarts": String(count) });
    restart(3);
    await world.pass(MINUTE);
    expect(state(world)).toBe("working.healthy");
    for (let count = 4; state(world) !== "working.stuck.nudged"; count += 1) {
      expect(count).toBeLessThan(12);
      restart(count);
      await world.pass(40_000);
    }
    expect(world.condition("polecats/one", "Stuck")).toMatchObject({ status: "True", reason: "PodRestarts" });
    await world.until("it is healthy again", () => state(world) === "working.healthy");
    expect(kills(world)).toEqual([]);
  });
});

describe("A polecat whose session runs in silence", () => {
  const silent = async (): Promise<World> => {
    const { world } = await atWork();
    for (const polecat of world.town.state.polecats) polecat.quietSince = world.town.clock.now();
    return world;
  };

  it("is nudged once two sources agree, and the nudge on its terminal is no sign of life", async () => {
    const world = await silent();
    await world.until("it is mailed", () => state(world) === "working.stuck.mailed");
    expect(world.town.state.nudges).toMatchObject([
      { to: "alpha/furiosa", text: expect.stringContaining("al-1 is on your hook") as string },
    ]);
    expect(world.condition("polecats/one", "Stuck")).toMatchObject({ status: "True", reason: "Silent" });
    expect(kills(world)).toEqual([]);
  });

  it("is not stuck while its terminal changes, whatever gt calls it", async () => {
    const world = await silent();
    let line = 0;
    world.town.always("peek", () => ({
      outcome: "exited",
      exitCode: 0,
      stdout: `working on step ${(line += 1)}\n`,
      stderr: "",
    }));
    await world.pass(20 * MINUTE);
    expect(line).toBeGreaterThan(10);
    expect(world.condition("polecats/one", "Stuck")).toMatchObject({ status: "False" });
    expect(told(world)).toEqual([]);
  });

  it("is told of its terminal also where gt hangs over it", async () => {
    const world = await silent();
    world.town.always("peek", hanging);
    await world.until(
      "it says so",
      () => world.condition("polecats/one", "Degraded")?.reason === "TerminalUnread",
    );
    expect(state(world)).toBe("working.healthy");
  });

  it("is left alone while its terminal cannot be read, and that is reported", async () => {
    const world = await silent();
    let isWell = false;
    world.town.always("peek", (run) =>
      isWell ? run() : { outcome: "exited", exitCode: 1, stdout: "", stderr: "Error: no tmux" },
    );
    await world.pass(20 * MINUTE);
    expect(state(world)).toBe("working.healthy");
    expect(world.condition("polecats/one", "Degraded")).toMatchObject({
      status: "True",
      reason: "TerminalUnread",
      message: expect.stringContaining("no tmux") as string,
    });
    isWell = true;
    await world.until(
      "it is read again",
      () => world.condition("polecats/one", "Degraded")?.status === "False",
    );
  });
});
