import { describe, expect, it } from "vitest";
import { convoyFacts } from "../../src/kinds/convoy/facts.ts";
import {
  createAbsences,
  electWitnesses,
  rigFacts,
  rigAvailability,
  type FactSources,
  type RigView,
} from "../../src/projection/index.ts";
import { polecatFacts, type PolecatSubject } from "../../src/kinds/polecat/facts.ts";
import { containing } from "../containing.ts";
import {
  bead,
  observation,
  polecat,
  readTimes,
  request,
  unreadable,
  type Seen,
} from "../town/observations.ts";

const ALPHA: RigView = {
  name: "alpha",
  gtName: "alpha",
  rival: null,
  desired: { generation: 1, gtName: null, localPath: "/town/alpha", beadsPrefix: "al", paused: false },
  maxPolecats: 8,
};
const GRANTED = { granted: true } as const;
const SUBJECT: PolecatSubject = {
  uid: "u1",
  rig: "alpha",
  gtRig: "alpha",
  polecatName: "nux",
  bead: "al-1",
  ended: null,
  podRestarts: null,
  local: true,
};

const sources = (
  seen: Seen,
  more: Partial<FactSources> & { drivers?: Record<string, string> } = {},
): FactSources => ({
  observation: observation(seen),
  absences: createAbsences(),
  claims: {
    driverOfPolecat: (rig, name) => more.drivers?.[`${rig}/${name}`] ?? null,
    driverOfBead: () => null,
    beadOf: () => null,
  },
  rigs: new Map([["alpha", ALPHA]]),
  witnesses: electWitnesses([], null),
  lastGoodAt: 1_000,
  readTimes: readTimes(observation(seen)),
  ...more,
});
const HOOKED = {
  polecats: { alpha: [polecat("alpha", "nux", { issue: "al-1" })] },
  beads: { "al-1": bead("al-1", "hooked", "alpha/polecats/nux") },
};

describe("What a Polecat is told", () => {
  it("is its own polecat, its bead, and that the rig is usable", () => {
    expect(polecatFacts(sources(HOOKED), SUBJECT, GRANTED)).toMatchObject({
      startedAt: 1_000,
      lastGoodAt: 1_000,
      town: { trusted: true },
      rig: { usable: true },
      admission: { granted: true },
      polecat: { seen: "present", name: "nux", issue: "al-1" },
      bead: { reading: "known", status: "hooked" },
      holder: "nux",
    });
  });

  it("says how many lists in a row showed its polecat with nothing on its hook, and nothing of one with work", () => {
    const seen = { polecats: { alpha: [polecat("alpha", "nux", { issue: null })] } };
    const absences = createAbsences();
    const told = (): unknown => polecatFacts(sources(seen, { absences }), SUBJECT, GRANTED).polecat;
    absences.count(observation(seen), []);
    expect(told()).toMatchObject({ issue: null, timesWithoutIssue: 1 });
    absences.count(observation(seen), []);
    expect(told()).toMatchObject({ timesWithoutIssue: 2 });
    expect(polecatFacts(sources(HOOKED, { absences }), SUBJECT, GRANTED).polecat).not.toHaveProperty(
      "timesWithoutIssue",
    );
  });

  it("is `unknown` for whatever was not read, never `gone` or `done`", () => {
    const facts = polecatFacts(
      sources({ polecats: { alpha: unreadable }, beads: { "al-1": unreadable } }),
      SUBJECT,
      GRANTED,
    );
    expect(facts).toMatchObject({ polecat: { seen: "unknown" }, bead: { reading: "unknown" }, holder: null });
    expect(polecatFacts(sources({}), SUBJECT, GRANTED).bead).toMatchObject({
      reading: "unknown",
      message: "not read in this sync",
    });
  });

  it("says what could not be read, in gt's words, and how old that is which was read before", () => {
    const before = observation({ ...HOOKED, startedAt: 400 });
    const seen = { ...HOOKED, beads: { "al-1": unreadable } };
    const times = readTimes(before, observation(seen));
    expect(polecatFacts(sources(seen, { readTimes: times }), SUBJECT, GRANTED)).toMatchObject({
      lastGoodAt: 400,
      unreadPart: { reason: "BeadsUnread", message: "al-1 could not be read: gt has not answered" },
    });
    const unlisted = { ...HOOKED, polecats: { alpha: unreadable } };
    expect(polecatFacts(sources(unlisted), SUBJECT, GRANTED).unreadPart).toMatchObject({
      reason: "PolecatsUnread",
    });
    expect(polecatFacts(sources(HOOKED), SUBJECT, GRANTED)).not.toHaveProperty("unreadPart");
    expect(polecatFacts(sources({ ...seen, isTrusted: false }), SUBJECT, GRANTED)).not.toHaveProperty(
      "unreadPart",
    );
  });

  it.each<[string, object, string | null]>([
    ["of another resource", { drivers: { "alpha/nux": "u2" } }, null],
    ["of this resource", { drivers: { "alpha/nux": "u1" } }, "nux"],
    ["of nobody", {}, "nux"],
  ])("names the polecat that has the bead, unless it is one %s", (_whose, more, holder) => {
    expect(polecatFacts(sources(HOOKED, more), { ...SUBJECT, polecatName: null }, GRANTED).holder).toBe(
      holder,
    );
  });

  it("names no polecat for a bead that another resource has claimed or slings, and none for one in a pod", () => {
    const nameless = { ...SUBJECT, polecatName: null };
    const claimed = {
      granted: false,
      reason: "BeadClaimed",
      message: "it belongs to polecat default/two",
    } as const;
    expect(polecatFacts(sources(HOOKED), nameless, claimed)).toMatchObject({
      holder: null,
      admission: claimed,
    });
    expect(polecatFacts(sources(HOOKED), { ...nameless, local: false }, GRANTED).holder).toBeNull();
    const claims = { driverOfPolecat: () => null, driverOfBead: () => "u2", beadOf: () => null };
    expect(polecatFacts(sources(HOOKED, { claims }), nameless, GRANTED).holder).toBeNull();
  });

  it.each<[string, object, string | null, string | null]>([
    ["rests there and is nobody's", {}, null, "nux"],
    ["rests there and is this resource's", { drivers: { "alpha/nux": "u1" } }, null, "nux"],
    ["rests there and is another resource's", { drivers: { "alpha/nux": "u2" } }, null, null],
    ["has another bead by now", {}, "al-7", null],
  ])("names the polecat that had the bead when it closed, where it %s", (_how, more, issue, finisher) => {
    const seen = {
      polecats: { alpha: [polecat("alpha", "nux", { issue })] },
      beads: { "al-1": bead("al-1", "closed", "alpha/polecats/nux") },
    };
    const subject = { ...SUBJECT, polecatName: null };
    expect(polecatFacts(sources(seen, more), subject, GRANTED).finisher).toBe(finisher);
    expect(polecatFacts(sources(HOOKED, more), subject, GRANTED).finisher).toBeNull();
  });

  it("holds it back from a bead that another polecat or a person has, and not from a leftover name", () => {
    const admission = (status: string, assignee: string): unknown =>
      polecatFacts(sources({ beads: { "al-1": bead("al-1", status, assignee) } }), SUBJECT, GRANTED)
        .admission;
    expect(admission("hooked", "alpha/polecats/slit")).toMatchObject({
      reason: "BeadHeldElsewhere",
      message: containing("slit"),
    });
    expect(admission("open", "ada")).toMatchObject({ granted: false, reason: "BeadHeldElsewhere" });
    expect(admission("open", "alpha/polecats/slit")).toEqual(GRANTED);
    expect(admission("closed", "ada")).toEqual(GRANTED);
  });

  it.each([
    ["blocked", "BeadBlocked"],
    ["deferred", "BeadDeferred"],
    ["pinned", "BeadPinned"],
    ["tombstone", "BeadEnded"],
    ["in_progress", "BeadHeldElsewhere"],
    ["hooked", "BeadHeldElsewhere"],
    ["shipped", "BeadStatusUnknown"],
  ])("holds it back from a bead that is %s and names nobody, and says so", (status, reason) => {
    const seen = sources({ beads: { "al-1": bead("al-1", status) } });
    expect(polecatFacts(seen, SUBJECT, GRANTED).admission).toMatchObject({
      granted: false,
      reason,
      message: containing(`al-1 is ${status}`),
    });
  });

  it("holds it back from a bead that was blocked while its own polecat had it, once that polecat is gone", () => {
    const seen = sources({ beads: { "al-1": bead("al-1", "blocked", "alpha/polecats/nux") } });
    expect(polecatFacts(seen, SUBJECT, GRANTED).admission).toMatchObject({ reason: "BeadBlocked" });
  });

  it.each<[string, Partial<FactSources>, string]>([
    ["there is no such Rig", { rigs: new Map() }, "RigNotFound"],
    [
      "the rig is paused",
      { rigs: new Map([["alpha", { ...ALPHA, desired: { ...ALPHA.desired, paused: true } }]]) },
      "RigPaused",
    ],
    [
      "the rig is only observed",
      { rigs: new Map([["alpha", { ...ALPHA, desired: { ...ALPHA.desired, observed: true } }]]) },
      "RigObserved",
    ],
    [
      "the rig's folder is missing",
      { observation: observation({ paths: { "/town/alpha": "missing" } }) },
      "RigDegraded",
    ],
    [
      "the rig's folder was named while the town was read",
      { observation: observation({ paths: {} }) },
      "AwaitingObservation",
    ],
    ["the town does not know the rig", { observation: observation({ rigs: ["beta"] }) }, "RigDegraded"],
    [
      "the rig's calls fail",
      { observation: observation({ polecats: { alpha: unreadable } }) },
      "RigDegraded",
    ],
  ])("says that the rig cannot be used when %s", (_why, more, reason) => {
    expect(rigAvailability({ ...sources({}), ...more }, "alpha")).toMatchObject({ usable: false, reason });
  });
});

describe("What a Rig is told", () => {
  it("is its own figures", () => {
    const seen = observation({ polecats: { alpha: [polecat("alpha", "nux"), polecat("alpha", "slit")] } });
    const convoys = [
      { id: "hq-1", title: "one", status: "open", tracked: [{ id: "al-1" }, { id: "be-1" }] },
      { id: "hq-2", title: "two", status: "open", tracked: [{ id: "be-1" }] },
    ];
    const full = {
      ...seen,
      convoys: { ok: true as const, value: convoys },
      queues: new Map([
        ["alpha", { ok: true as const, value: ["1", "2", "3", "4"].map((id) => request(id)) }],
      ]),
    };
    expect(rigFacts({ ...sources({}), observation: full }, ALPHA)).toMatchObject({
      path: "present",
      listing: "known",
      polecatCount: 2,
      activeConvoys: 1,
      queueLength: 4,
      trouble: null,
    });
  });

  it("is no figure where nothing was read, and why", () => {
    expect(rigFacts(sources({ polecats: { alpha: unreadable } }), ALPHA)).toMatchObject({
      polecatCount: null,
      queueLength: null,
      trouble: { reason: "GtUnavailable", message: "gt has not answered" },
    });
    expect(rigFacts(sources({ rigs: unreadable }), ALPHA)).toMatchObject({
      listing: "unread",
      town: { trusted: false },
    });
  });
});

describe("What a Convoy is told", () => {
  it("tells closed beads from open, missing and unread ones; missing only after two reads", () => {
    const beads = {
      "al-1": bead("al-1", "closed"),
      "al-2": bead("al-2", "in_progress"),
      "al-3": null,
      "al-4": unreadable,
    };
    const given = sources({ beads });
    const count = () => convoyFacts(given, [...Object.keys(beads), "al-5"], null);
    given.absences.count(given.observation, []);
    expect(count()).toMatchObject({
      closed: ["al-1"],
      pending: ["al-2"],
      missing: [],
      unread: ["al-3", "al-4", "al-5"],
    });
    given.absences.count(given.observation, []);
    expect(count()).toMatchObject({ missing: ["al-3"], unread: ["al-4", "al-5"] });
  });

  it("needs its rig only where it names one", () => {
    expect(convoyFacts(sources({}), [], null).rig).toEqual({ usable: true });
    expect(convoyFacts(sources({}), [], "nowhere").rig).toMatchObject({
      usable: false,
      reason: "RigNotFound",
    });
  });
});
