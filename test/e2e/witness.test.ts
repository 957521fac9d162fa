import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ALPHA,
  condition,
  createWorld,
  gtVersions,
  polecat,
  until,
  witness,
  type World,
} from "./harness/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const EYES = witness("eyes", { stuckThreshold: "2s", healthCheckInterval: "1s" });
/** One minute after the nudge comes the mail, two minutes after that the escalation. */
const LONGEST_WAIT_MS = 180_000 + WAIT_DEADLINE_MS;

describe.each(gtVersions)("a witness over the real way to gt %s", { concurrent: true }, (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: {
        gtVersion,
        rigs: [ALPHA],
        beads: ["al-silent", "al-dead"],
        defaultPlan: { behaviour: "never", afterMs: 0 },
      },
    });
    await world.cluster.apply(EYES);
  });
  afterAll(() => world.close());

  const atWork = async (name: string, bead: string): Promise<string> => {
    await world.cluster.apply(polecat(name, { beadID: bead }));
    const working = await world.cluster.untilPhase("Polecat", name, "Working");
    return working.status.polecatName ?? "";
  };
  const untilState = (name: string, state: string): Promise<true> =>
    until(
      `${name} is ${state}`,
      () => world.cluster.get("Polecat", name)?.status.state === state,
      () => world.operator.tail(),
      LONGEST_WAIT_MS,
    );
  const told = (name: string): readonly string[] =>
    world.town
      .calls()
      .filter(
        ({ line }) =>
          (line.includes(`alpha/${name}`) || line.includes(`alpha/polecats/${name}`)) &&
          /^(nudge|mail send|escalate) /.test(line),
      )
      .map(({ line }) => /^\w+/.exec(line)?.[0] ?? "");

  test("a silent polecat is nudged, then told of by mail, then escalated, and left in peace once it goes on", async () => {
    const { town, cluster } = world;
    const name = await atWork("silent", "al-silent");
    const quiet = (since: number | null): void =>
      town.change(({ polecats }) => {
        for (const each of polecats) if (each.name === name) each.quietSince = since;
      });
    quiet(Date.now() - 600_000);
    await untilState("silent", "working.stuck.nudged");
    expect(town.state.nudges.filter(({ to }) => to === `alpha/${name}`)).toMatchObject([
      { text: expect.stringContaining("al-silent is on your hook") as string },
    ]);
    await untilState("silent", "working.stuck.mailed");
    expect(
      town.state.mail.filter(({ subject }) => subject.startsWith(`Polecat alpha/${name}`)),
    ).toMatchObject([
      { to: "mayor/", subject: expect.stringContaining("is stuck with al-silent") as string },
    ]);
    await untilState("silent", "working.stuck.escalated");
    expect(told(name)).toEqual(["nudge", "mail", "escalate"]);
    const stuck = cluster.get("Polecat", "silent");
    expect(stuck && condition(stuck, "Stuck")).toMatchObject({ status: "True", reason: "Silent" });
    quiet(null);
    await untilState("silent", "working.healthy");
    expect(town.polecat("alpha", name)).toMatchObject({ session: true });
    expect(town.writes().filter((line) => /nuke|session stop/.test(line))).toEqual([]);
  });

  test("of a polecat with a dead session the mail tells at once, for nobody hears the nudge", async () => {
    const { town, cluster } = world;
    const name = await atWork("dead", "al-dead");
    town.change(({ polecats }) => {
      for (const each of polecats) if (each.name === name) each.session = false;
    });
    await untilState("dead", "working.stuck.mailed");
    expect(told(name)).toEqual(["nudge", "mail"]);
    await until(
      "the witness counts it",
      () => (cluster.get("Witness", "eyes")?.status.polecatsSummary?.stuck ?? 0) > 0,
    );
  });
});
