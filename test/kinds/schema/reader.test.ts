import { describe, expect, it } from "vitest";
import { parseConvoy, parsePolecat, parseRig, polecatSchema } from "../../../src/kinds/index.ts";
import { stored } from "./manifests.ts";

const POLECAT = {
  metadata: { name: "worker", namespace: "default" },
  spec: { rig: "alpha", desiredState: "Working", beadID: "al-1r3" },
};
const SNAPSHOT = {
  machine: "polecat",
  version: 1,
  value: { working: "healthy" },
  context: { polecatName: null, deep: [{ a: 1 }] },
  sequence: 7,
  timers: [{ id: "backoff", dueAt: 5 }],
};
const CONDITION = {
  type: "Ready",
  status: "True",
  reason: "Working",
  message: "",
  lastTransitionTime: "2026-01-02T03:04:05Z",
};
const STATUS = {
  phase: "Working",
  assignedBead: "al-1r3",
  polecatName: "nux",
  snapshot: SNAPSHOT,
  conditions: [CONDITION],
};

describe("reading a resource", () => {
  it("gives metadata, spec with defaults, and the status as it is", () => {
    const reading = parsePolecat(stored(POLECAT, STATUS));
    expect(reading).toMatchObject({
      ok: true,
      dropped: [],
      object: {
        metadata: { name: "worker", namespace: "default", generation: 1 },
        spec: { ...POLECAT.spec, management: "Manage" },
        status: STATUS,
      },
    });
  });

  it.each([JSON.stringify(SNAPSHOT), "junk", SNAPSHOT, { later: { x: 1 } }])(
    "takes the snapshot %j as it is: whoever restores an actor judges it",
    (snapshot) => {
      const reading = parsePolecat(stored(POLECAT, { snapshot }));
      expect(reading).toMatchObject({ ok: true, dropped: [], object: { status: { snapshot } } });
    },
  );

  it("takes fields that it does not know, and leaves them out", () => {
    const raw = stored({ ...POLECAT, spec: { ...POLECAT.spec, later: 1 } }, { phase: "Idle", later: [] });
    expect(parsePolecat(raw)).toMatchObject({ ok: true, dropped: [] });
    expect(JSON.stringify(parsePolecat(raw))).not.toContain("later");
  });

  it.each([undefined, null, {}])("takes the status %j", (status) => {
    expect(parsePolecat(stored(POLECAT, status))).toMatchObject({ ok: true, dropped: [] });
  });

  it("takes an object that waits for its finalizer", () => {
    const metadata = {
      ...POLECAT.metadata,
      deletionTimestamp: "2026-01-02T03:04:05Z",
      finalizers: ["gastown.gastown.io/termination"],
      ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "owner", uid: "1", controller: true }],
    };
    expect(parsePolecat(stored({ ...POLECAT, metadata }))).toMatchObject({ ok: true, object: { metadata } });
  });
});

describe("a mangled status", () => {
  it.each(["text", 7, [], [STATUS]])("%j is dropped as a whole, and the object stays readable", (status) => {
    const reading = parsePolecat(stored(POLECAT, status));
    expect(reading).toMatchObject({ ok: true, object: { spec: { beadID: "al-1r3" }, status: undefined } });
    expect(reading.ok && reading.dropped).toEqual([expect.stringMatching(/^status: /)]);
  });

  it.each([
    [7, "status.snapshot"],
    [[], "status.snapshot"],
  ])("loses the snapshot %j alone, and says so", (snapshot, place) => {
    const reading = parsePolecat(stored(POLECAT, { ...STATUS, snapshot }));
    expect(reading).toMatchObject({ ok: true, object: { status: { phase: "Working", polecatName: "nux" } } });
    expect(reading.ok && reading.object.status).not.toHaveProperty("snapshot");
    expect(reading.ok && reading.dropped).toEqual([expect.stringContaining(`${place}: `)]);
  });

  it("loses each part that cannot be read, and no other", () => {
    const reading = parsePolecat(
      stored(POLECAT, {
        ...STATUS,
        phase: "Done",
        polecatName: "--all",
        conditions: [{ type: "Ready" }],
        unchangedSince: 5,
      }),
    );
    expect(reading.ok && reading.object.status).toEqual({ assignedBead: "al-1r3", snapshot: SNAPSHOT });
    const places = reading.ok ? reading.dropped.map((line) => line.split(":")[0]) : [];
    expect(new Set(places.map((place) => place?.split(".")[1]))).toEqual(
      new Set(["phase", "polecatName", "conditions", "unchangedSince"]),
    );
  });

  it("of a Rig or a Convoy does no harm either", () => {
    const rig = {
      metadata: { name: "alpha" },
      spec: { gitURL: "https://git.example.com/a.git", beadsPrefix: "al", localPath: "/srv/gt/alpha" },
    };
    const convoy = {
      metadata: { name: "c", namespace: "default" },
      spec: { description: "d", trackedBeads: ["al-1"] },
    };
    expect(parseRig(stored(rig, { snapshot: 1, polecatCount: 2 }))).toMatchObject({
      ok: true,
      object: { status: { polecatCount: 2 } },
    });
    expect(parseConvoy(stored(convoy, { startedAt: 0, beadsConvoyID: "hq-cv-1" }))).toMatchObject({
      ok: true,
      object: { status: { beadsConvoyID: "hq-cv-1" } },
    });
  });
});

describe("an object that cannot be read", () => {
  it("is named, with every problem in one line", () => {
    const raw = stored({ ...POLECAT, spec: { rig: "-x", desiredState: "Working", beadID: "--force" } });
    const reading = parsePolecat(raw);
    const problem = reading.ok ? "" : reading.problem;
    expect(problem).toMatch(/^Polecat default\/worker cannot be read: .*spec\.rig.*spec\.beadID/);
    expect(problem).not.toContain("\n");
  });

  it.each([null, undefined, "text", 5, [], {}, { metadata: {} }, { spec: {} }])(
    "%j is a problem, no exception",
    (raw) => {
      const reading = parsePolecat(raw);
      expect(reading.ok ? "" : reading.problem).toMatch(/^Polecat cannot be read/);
    },
  );

  it("gives the same problem through the schema", () => {
    const raw = stored({ ...POLECAT, spec: { rig: "alpha", beadID: ";" } });
    const parsed = polecatSchema.safeParse(raw);
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([
      expect.stringContaining("Polecat default/worker cannot be read: spec.beadID"),
    ]);
    expect(polecatSchema.parse(stored(POLECAT, { snapshot: 1 })).status).toEqual({});
  });
});
