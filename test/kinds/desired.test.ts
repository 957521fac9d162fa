import { describe, expect, it } from "vitest";
import type { DesiredPolecat } from "../../machines/index.ts";
import {
  BOUND_POLECAT_ANNOTATION,
  convoyInput,
  convoySchema,
  desiredConvoy,
  defaultWitness,
  FORCE_TERMINATION_ANNOTATION,
  type Polecat,
  polecatInput,
  polecatSchema,
  desiredPolecat,
  rigSchema,
  desiredRig,
  TERMINATION_FINALIZER,
  witnessSchema,
  desiredWitness,
} from "../../src/kinds/index.ts";

const META = {
  name: "one",
  uid: "u1",
  resourceVersion: "1",
  generation: 3,
  creationTimestamp: "2026-05-01T12:00:00Z",
};
const polecat = (spec: object = {}, metadata: object = {}, status?: object): Polecat =>
  polecatSchema.parse({
    metadata: { ...META, namespace: "default", ...metadata },
    spec: { rig: "alpha", ...spec },
    ...(status !== undefined && { status }),
  });

describe("What is desired of a Polecat", () => {
  it("is, with nothing said, an idle one that is managed, local, safe and orphaned", () => {
    expect(desiredPolecat(polecat(), "alpha")).toEqual({
      generation: 3,
      rig: "alpha",
      gtRig: "alpha",
      state: "Idle",
      bead: null,
      managed: true,
      paused: false,
      local: true,
      boundTo: null,
      terminationPolicy: "Safe",
      forceConsent: null,
      finalizer: "none",
      deletionTerminates: false,
      ttlSeconds: null,
      maxIdleSeconds: null,
      sling: { args: null, message: null, baseBranch: null, merge: null, agent: null },
    });
  });

  it("tells of the consent to lose work, and of the policy without which it counts for nothing", () => {
    const forceConsent = "alpha/nux@b:0123";
    const annotated = { annotations: { [FORCE_TERMINATION_ANNOTATION]: forceConsent } };
    const said = (spec: object, metadata: object): unknown =>
      desiredPolecat(polecat(spec, metadata), "alpha");
    expect(said({}, annotated)).toMatchObject({ terminationPolicy: "Safe", forceConsent });
    expect(said({ terminationPolicy: "Force" }, {})).toMatchObject({
      terminationPolicy: "Force",
      forceConsent: null,
    });
  });

  it("takes no blanks around a consent for a part of it: they were pasted along", () => {
    const annotations = { [FORCE_TERMINATION_ANNOTATION]: " alpha/nux@b:0123 \n" };
    expect(desiredPolecat(polecat({}, { annotations }), "alpha").forceConsent).toBe("alpha/nux@b:0123");
  });

  it("ends with its resource only where the deletion policy says so", () => {
    const deleting = { deletionTimestamp: "2026-05-01T12:00:00Z" };
    const ends = (spec: object, metadata: object): unknown =>
      desiredPolecat(polecat(spec, metadata), "alpha").deletionTerminates;
    expect(ends({ deletionPolicy: "Terminate" }, {})).toBe(false);
    expect(ends({ deletionPolicy: "Terminate" }, deleting)).toBe(true);
    expect(ends({}, deleting)).toBe(false);
  });

  it("tells whether the finalizer that a protected end needs is stored", () => {
    const finalizer = (spec: object, metadata: object = {}): unknown =>
      desiredPolecat(polecat(spec, metadata), "alpha").finalizer;
    const stored = { finalizers: [TERMINATION_FINALIZER] };
    expect(finalizer({ deletionPolicy: "Terminate" })).toBe("awaited");
    expect(finalizer({ deletionPolicy: "Terminate" }, stored)).toBe("stored");
    expect(finalizer({ deletionPolicy: "Terminate", management: "Observe" })).toBe("none");
    expect(finalizer({ deletionPolicy: "Orphan" }, stored)).toBe("leaving");
    const deleting = { deletionTimestamp: "2026-05-01T12:00:00Z", finalizers: ["example.com/other"] };
    expect(finalizer({ deletionPolicy: "Terminate" }, deleting)).toBe("none");
  });

  it("has each of its two limits by itself, for they count from different facts", () => {
    const limits = ({ ttlSeconds, maxIdleSeconds }: DesiredPolecat): unknown => [ttlSeconds, maxIdleSeconds];
    expect(
      limits(desiredPolecat(polecat({ ttlSecondsAfterFinished: 30, maxIdleSeconds: 60 }), "alpha")),
    ).toEqual([30, 60]);
    expect(limits(desiredPolecat(polecat({ ttlSecondsAfterFinished: 0 }), "alpha"))).toEqual([0, null]);
  });

  it("takes an empty bead for none, and a view for what it is bound to", () => {
    expect(desiredPolecat(polecat({ beadID: "" }), "alpha").bead).toBeNull();
    const view = polecat({ management: "Observe" }, { annotations: { [BOUND_POLECAT_ANNOTATION]: "nux" } });
    expect(desiredPolecat(view, "alpha")).toMatchObject({ managed: false, boundTo: "nux" });
  });

  it("begins with what the status remembers, where the snapshot is lost", () => {
    const remembered = polecat({}, {}, { polecatName: "nux", assignedBead: "al-1" });
    expect(polecatInput(remembered, "alpha", 900_000)).toMatchObject({
      polecatName: "nux",
      assignedBead: "al-1",
      stuckThresholdMs: 900_000,
    });
  });

  it("says whether anything was ever decided for it: a status has a phase from then on", () => {
    expect(polecatInput(polecat({}), "alpha", 1)).toMatchObject({ isUndecided: true });
    expect(polecatInput(polecat({}, {}, { phase: "Terminated" }), "alpha", 1).isUndecided).toBe(false);
  });
});

describe("What is desired of the others", () => {
  it("are taken from their specs, and a Convoy remembers what its status says was done", () => {
    const convoy = convoySchema.parse({
      metadata: { ...META, namespace: "default" },
      spec: { description: "Wave 1", trackedBeads: ["al-1"], notifyOnComplete: "mayor/" },
      status: { beadsConvoyID: "hq-cv-1", notifiedAt: "2026-05-01T12:00:00Z", completedAt: "yesterday" },
    });
    expect(desiredConvoy(convoy)).toEqual({
      generation: 3,
      description: "Wave 1",
      beads: ["al-1"],
      rig: null,
      notify: "mayor/",
    });
    expect(convoyInput(convoy)).toMatchObject({
      convoyId: "hq-cv-1",
      notice: {
        at: Date.parse("2026-05-01T12:00:00Z"),
        address: "mayor/",
        completedAt: Date.parse("2026-05-01T12:00:00Z"),
      },
      startedAt: null,
      completedAt: null,
    });
    const spec = {
      gitURL: "https://example.com/r.git",
      beadsPrefix: "al",
      localPath: "/town/alpha",
      paused: true,
    };
    expect(desiredRig(rigSchema.parse({ metadata: META, spec }))).toEqual({
      generation: 3,
      gtName: null,
      localPath: "/town/alpha",
      beadsPrefix: "al",
      paused: true,
      maxPolecats: 8,
    });
    const bare = { gitURL: spec.gitURL, localPath: spec.localPath, gtName: "Web_App" };
    const renamed = rigSchema.parse({ metadata: META, spec: bare });
    expect(desiredRig(renamed)).toMatchObject({ gtName: "Web_App", beadsPrefix: null });
  });
});

describe("What is desired of a Witness", () => {
  const witness = (spec: object = {}) =>
    witnessSchema.parse({
      metadata: { ...META, namespace: "default" },
      spec: { rigRef: "alpha", ...spec },
    });

  it("is, with nothing said, a look each 30 s, a threshold of 15 min, and the mayor", () => {
    expect(desiredWitness(witness())).toEqual({
      generation: 3,
      rig: "alpha",
      healthCheckMs: 30_000,
      stuckThresholdMs: 900_000,
      escalateTo: "mayor/",
    });
  });

  it.each([
    ["alpha/witness", "alpha/witness"],
    ["overseer", "overseer"],
    ["deacon", "deacon/"],
    ["mayor/", "mayor/"],
  ])("mails %s as gt knows it", (target, address) => {
    expect(desiredWitness(witness({ escalationTarget: target })).escalateTo).toBe(address);
  });

  it("reads durations as Go writes them", () => {
    expect(desiredWitness(witness({ stuckThreshold: "1h30m500us" })).stuckThresholdMs).toBe(5_400_000.5);
  });

  it("has a default for rigs without one", () => {
    expect(defaultWitness(7)).toEqual({ stuckThresholdMs: 7, escalateTo: "mayor/" });
  });
});
