import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { POLECAT_VERSION } from "../../machines/index.ts";
import { GROUP, VERSION } from "../../src/kinds/index.ts";
import { ApiError } from "../../src/kube/index.ts";
import {
  ALPHA,
  condition,
  convoy,
  createWorld,
  gtVersions,
  polecat,
  until,
  type World,
} from "./harness/index.ts";

/** What somebody may have made of a snapshot, by the polecat that has it. */
const MANGLED: Readonly<Record<string, unknown>> = {
  torn: {
    machine: "polecat",
    version: POLECAT_VERSION,
    value: { working: "nowhere" },
    context: {},
    sequence: 3,
    timers: [],
  },
  future: {
    machine: "polecat",
    version: 999,
    value: "hovering",
    context: { altitude: 3 },
    sequence: 3,
    timers: [],
  },
  foreign: { machine: "convoy", version: 1, value: "inProgress", context: {}, sequence: 3, timers: [] },
  empty: [],
  garbled: '{"machine":"polecat",',
};
/** What the operator says of those that could be one. */
const TOLD = {
  torn: /dropped status\.snapshot and observe anew/,
  future: /dropped status\.snapshot .* polecat version 999, this operator has polecat version \d+/,
  garbled: /dropped status\.snapshot and observe anew: .*JSON/,
  foreign: /dropped status\.snapshot .* convoy version 1, this operator has polecat version \d+/,
};
const NAMES = Object.keys(MANGLED);

describe.each(gtVersions)("bad input, with gt %s", (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: { gtVersion, rigs: [ALPHA], beads: [...NAMES.map((name) => `al-${name}`), "al-one", "al-two"] },
    });
    const { cluster } = world;
    await cluster.apply(...NAMES.map((name) => polecat(name, { beadID: `al-${name}` })));
    await cluster.apply(
      convoy(
        "release",
        NAMES.map((name) => `al-${name}`),
      ),
    );
    for (const name of NAMES) await cluster.untilPhase("Polecat", name, "Working");
    await cluster.untilPhase("Convoy", "release", "InProgress");
  });
  afterAll(() => world.close());

  test("a Polecat of a rig that has no Rig says so, and is slung nowhere", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("stray", { rig: "nowhere", beadID: "al-one" }));
    const stalled = await cluster.until(
      "Polecat",
      "stray",
      "is stalled",
      (object) => condition(object, "Stalled")?.reason === "RigNotFound",
    );
    expect(condition(stalled, "Stalled")?.message).toContain("there is no Rig named nowhere");
    expect(town.calls("sling al-one ")).toHaveLength(0);
  });

  test("a status changed by a person is put right again", async () => {
    const { cluster } = world;
    const before = await cluster.untilPhase("Polecat", "torn", "Working");
    await cluster.patch("Polecat", "torn", { status: { polecatName: "impostor", phase: "Idle" } }, "status");
    await until("the change was seen", () =>
      cluster.history("Polecat", "torn").some(({ object }) => object.status.polecatName === "impostor"),
    );
    const after = await cluster.until(
      "Polecat",
      "torn",
      "is as before",
      ({ status }) => status.phase === "Working",
    );
    expect(after.status.polecatName).toBe(before.status.polecatName);
  });

  test("snapshots that cannot be used are reported and rebuilt from the town, without a second sling or convoy", async () => {
    const { cluster, town } = world;
    const names = new Map(NAMES.map((name) => [name, cluster.get("Polecat", name)?.status.polecatName]));
    const convoyId = cluster.get("Convoy", "release")?.status.beadsConvoyID;
    await world.operator.stop();
    for (const [name, snapshot] of Object.entries(MANGLED)) {
      // A merge patch merges: the old one goes first.
      await cluster.patch("Polecat", name, { status: { snapshot: null } }, "status");
      await cluster.patch("Polecat", name, { status: { snapshot } }, "status");
    }
    const tomorrow = {
      machine: "convoy",
      version: 999,
      value: "later",
      context: {},
      sequence: 3,
      timers: [],
    };
    const snapshot = JSON.stringify(tomorrow);
    await cluster.patch("Convoy", "release", { status: { snapshot } }, "status");
    const operator = world.startOperator();
    await operator.ready();
    const told = (actor: string, words: RegExp): Promise<true> =>
      until(`it says ${words.source} of ${actor}`, () =>
        operator.log.some((line) => line["actor"] === actor && words.test(line.msg ?? "")),
      );
    for (const [name, words] of Object.entries(TOLD)) await told(`polecat/default/${name}`, words);
    await told("convoy/default/release", /dropped status\.snapshot .* convoy version 999/);
    expect(
      operator.hasLogged("dropped what is mangled in the status of Polecat default/empty: status.snapshot"),
    ).toBe(true);
    await world.syncs(2);
    for (const name of NAMES) {
      const seen = await cluster.untilPhase("Polecat", name, "Working");
      expect(seen.status.polecatName).toBe(names.get(name));
      expect(JSON.parse(seen.status.snapshot ?? "{}")).toMatchObject({ version: POLECAT_VERSION });
      expect(town.calls(`sling al-${name} `)).toHaveLength(1);
    }
    const release = await cluster.untilPhase("Convoy", "release", "InProgress");
    expect(release.status.beadsConvoyID).toBe(convoyId);
    expect(town.state.convoys).toHaveLength(1);
    expect(operator.isRunning).toBe(true);
  });

  test("a version of the group that does not exist is refused by the API", async () => {
    const { api } = world.cluster;
    const manifest = polecat("tomorrow", {});
    const post = (version: string, apiVersion: string): Promise<unknown> =>
      api.request("POST", `/apis/${GROUP}/${version}/namespaces/default/polecats`, z.unknown(), {
        body: { ...manifest, apiVersion },
      });
    const code = async (refused: Promise<unknown>): Promise<number | null> =>
      refused.then(
        () => null,
        (error: unknown) => (error instanceof ApiError ? error.code : null),
      );
    expect(await code(post("v9", `${GROUP}/v9`))).toBe(404);
    expect(await code(post(VERSION, `${GROUP}/v9`))).toBe(400);
    expect(await code(world.cluster.apply(polecat("dancer", { desiredState: "Dancing" })))).toBe(422);
  });

  test("an API server that was away is returned to; a spec that cannot be read is left alone, and others are served", async () => {
    const { api, cluster, town, operator } = world;
    await cluster.apply(polecat("unreadable", {}));
    await cluster.untilPhase("Polecat", "unreadable", "Idle");
    await api.restart(async () => {
      const logged = operator.log.length;
      await until("the operator says that the API is away", () =>
        operator.log.slice(logged).some(({ msg }) => msg?.includes("of polecats failed; next try in")),
      );
      town.bd("close", "al-torn");
      // As after a change of the CRD: an object that was stored before it.
      await api.rewrite("unreadable", (stored) =>
        stored.replace(/("name":"unreadable".*?"desiredState":)"Idle"/s, '$1"Dancing"'),
      );
    });
    await cluster.untilPhase("Polecat", "torn", "Idle");
    // The watch goes on where it was: only a change tells of the object again.
    await cluster.patch("Polecat", "unreadable", { metadata: { labels: { touched: "yes" } } });
    await cluster.apply(polecat("newcomer", { beadID: "al-two" }));
    await cluster.untilPhase("Polecat", "newcomer", "Working");
    expect(operator.isRunning).toBe(true);
    await until("the operator says which resource it cannot read", () =>
      operator.hasLogged("Polecat default/unreadable cannot be read and is left alone"),
    );
    expect(town.calls("sling al-two ")).toHaveLength(1);
    expect(town.state.convoys).toHaveLength(1);
  });
});
