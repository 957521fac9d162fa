import { describe, expect, it } from "vitest";
import {
  createAbsences,
  electWitnesses,
  type FactSources,
  type WitnessView,
} from "../../src/projection/index.ts";
import { polecatFacts } from "../../src/kinds/polecat/facts.ts";
import { witnessFacts, type PolecatView } from "../../src/kinds/witness/facts.ts";
import { observation, polecat, readTimes, unreadable, type Seen } from "../town/observations.ts";

const POLICY = { stuckThresholdMs: 1_000, escalateTo: "mayor/" };
const DEFAULT = { stuckThresholdMs: 9_000, escalateTo: "deacon/" };
const view = (name: string, createdAt: number, rig = "alpha"): WitnessView => ({
  uid: `uid-${name}`,
  name: `default/${name}`,
  rig,
  createdAt,
  policy: POLICY,
});
const sources = (seen: Seen, witnesses = electWitnesses([], null)): FactSources => ({
  observation: observation(seen),
  readTimes: readTimes(observation(seen)),
  absences: createAbsences(),
  claims: { driverOfPolecat: () => null, driverOfBead: () => null, beadOf: () => null },
  rigs: new Map([
    [
      "alpha",
      {
        name: "alpha",
        gtName: "alpha",
        rival: null,
        desired: { generation: 1, gtName: null, localPath: "/town/alpha", beadsPrefix: "al", paused: false },
        maxPolecats: 8,
      },
    ],
  ]),
  witnesses,
  lastGoodAt: 1_000,
});
const SUBJECT = { uid: "uid-eyes", rig: "alpha" };

describe("The Witness that acts for a rig", () => {
  it("is the earliest, by name where two are of the same second", () => {
    const views = [view("c", 2), view("b", 1), view("a", 1), view("z", 0, "beta")];
    const witnesses = electWitnesses(views, null);
    expect(witnesses.acting("alpha")?.name).toBe("default/a");
    expect(electWitnesses([...views].reverse(), null).acting("alpha")?.name).toBe("default/a");
    expect(witnesses.acting("gamma")).toBeNull();
  });

  it("gives its policy to the rig's polecats, and without one the default does, where there is one", () => {
    const policy = (witnesses: ReturnType<typeof electWitnesses>): unknown =>
      polecatFacts(
        sources({}, witnesses),
        {
          uid: "u1",
          rig: "alpha",
          gtRig: "alpha",
          polecatName: null,
          bead: null,
          ended: null,
          podRestarts: null,
          local: true,
        },
        { granted: true },
      ).witness;
    expect(policy(electWitnesses([view("eyes", 1)], DEFAULT))).toEqual(POLICY);
    expect(policy(electWitnesses([view("eyes", 1, "beta")], DEFAULT))).toEqual(DEFAULT);
    expect(policy(electWitnesses([], null))).toBeNull();
  });
});

describe("What a Witness is told", () => {
  const LIST = [
    polecat("alpha", "nux", { issue: "al-1" }),
    polecat("alpha", "slit", { issue: "al-2", sessionRunning: false, state: "stalled" }),
    polecat("alpha", "furiosa", { issue: null }),
    polecat("alpha", "rictus", { issue: "al-4", state: "stalled" }),
    polecat("alpha", "toast", { issue: "al-5", sessionRunning: false, state: "stalled" }),
  ];
  const own = (polecatName: string | null, outcome: PolecatView["outcome"], rig = "alpha"): PolecatView => ({
    rig,
    polecatName,
    outcome,
  });
  const VIEWS = [
    own("nux", "other"),
    own("slit", "stuck"),
    own("furiosa", "succeeded"),
    own("rictus", "stuck"),
    own(null, "failed"),
    own("nux", "stuck", "beta"),
  ];

  it("counts each polecat once; without a resource one is not stuck on the list's word alone", () => {
    const facts = witnessFacts(sources({ polecats: { alpha: LIST } }), SUBJECT, VIEWS);
    expect(facts.polecats).toEqual({ total: 5, running: 1, succeeded: 1, failed: 1, stuck: 2 });
    expect(facts).toMatchObject({ rig: { usable: true }, rival: null, town: { trusted: true } });
  });

  it("is no count where the list was not read, or the town was not to be trusted", () => {
    const count = (seen: Seen): unknown => witnessFacts(sources(seen), SUBJECT, VIEWS).polecats;
    expect(count({ polecats: { alpha: unreadable } })).toBeNull();
    expect(count({ polecats: { alpha: LIST }, isTrusted: false })).toBeNull();
  });

  it("names the rival that acts, and a rig that there is not", () => {
    const witnesses = electWitnesses([view("first", 1), view("eyes", 2)], null);
    expect(witnessFacts(sources({}, witnesses), SUBJECT, []).rival).toBe("default/first");
    expect(witnessFacts(sources({}), { uid: "u", rig: "nowhere" }, []).rig).toMatchObject({
      usable: false,
      reason: "RigNotFound",
    });
  });
});
