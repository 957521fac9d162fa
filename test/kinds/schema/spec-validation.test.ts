import { describe, expect, it } from "vitest";
import type { KindName } from "../../../src/kinds/index.ts";
import { READERS, stored } from "./manifests.ts";
import { schemaProblems } from "./served.ts";

const RIG = { gitURL: "https://git.example.com/a.git", beadsPrefix: "al", localPath: "/srv/gt/alpha" };
const CONVOY = { description: "batch", trackedBeads: ["al-1r3"] };

function manifest(kind: KindName, spec: object, name = "it") {
  return { kind, metadata: { name }, spec };
}

/** The CRD's pattern and the reader's are one, so both have to answer alike. */
function isAccepted(kind: KindName, spec: object): { readonly served: boolean; readonly read: boolean } {
  const written = manifest(kind, spec);
  return { served: schemaProblems(written).length === 0, read: READERS[kind](stored(written)).ok };
}

const YES = { served: true, read: true };
const NO = { served: false, read: false };

describe("bead ids", () => {
  it.each([
    "al-1r3",
    "be-wisp-8l1",
    "hq-cv-emt3v",
    "gt-abc.1",
    "gt-abc.1.2",
    "x1-0",
    "MyApp-x1",
    "shop_front-id3a",
  ])("%s is one", (bead) => {
    expect(isAccepted("Polecat", { rig: "alpha", desiredState: "Working", beadID: bead })).toEqual(YES);
    expect(isAccepted("Convoy", { ...CONVOY, trackedBeads: [bead] })).toEqual(YES);
  });

  it.each([
    "--force",
    "-al-1",
    "al",
    "al-",
    "al-1;rm",
    "al-$(id)",
    "al-`id`",
    "al 1",
    "al-1\n",
    "al-1/2",
    "al-1.",
  ])("%j is none", (bead) => {
    expect(isAccepted("Polecat", { rig: "alpha", desiredState: "Working", beadID: bead })).toEqual(NO);
    expect(isAccepted("Convoy", { ...CONVOY, trackedBeads: [bead] })).toEqual(NO);
  });

  it("an empty beadID is none, and is allowed while none is needed", () => {
    const reading = READERS.Polecat(stored(manifest("Polecat", { rig: "alpha", beadID: "" })));
    expect(reading).toMatchObject({ ok: true, object: { spec: { beadID: undefined } } });
    expect(schemaProblems(manifest("Polecat", { rig: "alpha", beadID: "" }))).toEqual([]);
  });
});

describe("a Polecat", () => {
  it.each([{}, { beadID: "" }])("that is to work needs a bead: %j", (bead) => {
    const problems = schemaProblems(manifest("Polecat", { rig: "alpha", desiredState: "Working", ...bead }));
    expect(problems).toEqual([expect.stringContaining("beadID is needed when desiredState is Working")]);
  });

  it("keeps its rig and its executionMode for life", () => {
    const spec = { rig: "alpha", desiredState: "Idle", executionMode: "local" };
    expect(schemaProblems(manifest("Polecat", { ...spec, paused: true }), spec)).toEqual([]);
    expect(schemaProblems(manifest("Polecat", { ...spec, rig: "beta" }), spec)).toEqual([
      expect.stringContaining("rig is immutable"),
    ]);
    expect(schemaProblems(manifest("Polecat", { ...spec, executionMode: "kubernetes" }), spec)).toEqual([
      expect.stringContaining("executionMode is immutable"),
    ]);
  });

  it.each([
    { rig: "-alpha" },
    { rig: "al pha" },
    { rig: "" },
    { rig: "a".repeat(201) },
    { desiredState: "working" },
    { maxIdleSeconds: -1 },
    { sling: { baseBranch: "--upload-pack=x" } },
    { sling: { message: "a\0b" } },
    { resources: { limits: { cpu: "many" } } },
    { kubernetes: { gitRepository: "git@git.example.com:a/b.git" } },
    { kubernetes: { gitRepository: "--upload-pack=x", gitSecretRef: { name: "s" } } },
  ])("is refused with %j", (part) => {
    expect(isAccepted("Polecat", { rig: "alpha", ...part })).toEqual(NO);
  });
});

describe("a text", () => {
  it("is as long as the API server says: in characters, however many units JavaScript needs for one", () => {
    expect(isAccepted("Convoy", { ...CONVOY, description: "😀".repeat(1024) })).toEqual(YES);
    expect(isAccepted("Convoy", { ...CONVOY, description: "😀".repeat(1025) })).toEqual(NO);
    expect(isAccepted("Rig", { ...RIG, localPath: `/${"😀".repeat(4095)}` })).toEqual(YES);
  });
});

describe("a Convoy", () => {
  it.each(["mayor", "mayor/", "alpha/witness", "alpha/polecats/nux", "list:oncall", "@town"])(
    "may notify %s",
    (who) => {
      expect(isAccepted("Convoy", { ...CONVOY, notifyOnComplete: who })).toEqual(YES);
    },
  );

  it.each(["--human", "-x", "", "/mayor", "mayor//", "a b", "mayor;id"])("may not notify %j", (who) => {
    expect(isAccepted("Convoy", { ...CONVOY, notifyOnComplete: who })).toEqual(NO);
  });

  it("tracks 1 to 500 beads", () => {
    const beads = (count: number) => Array.from({ length: count }, (_, index) => `al-${index}`);
    expect(isAccepted("Convoy", { ...CONVOY, trackedBeads: beads(500) })).toEqual(YES);
    expect(isAccepted("Convoy", { ...CONVOY, trackedBeads: beads(501) })).toEqual(NO);
    expect(isAccepted("Convoy", { ...CONVOY, trackedBeads: [] })).toEqual(NO);
  });

  it("tracks no bead twice", () => {
    const twice = manifest("Convoy", { ...CONVOY, trackedBeads: ["al-1", "al-1"] });
    expect(schemaProblems(twice)).toEqual(["duplicate value"]);
  });
});

describe("a Rig", () => {
  it.each(["/srv/gt/alpha", "/", "/a/..b/...", "/with space"])("may be at %s", (localPath) => {
    expect(isAccepted("Rig", { ...RIG, localPath })).toEqual(YES);
  });

  it.each(["alpha", "~/gt", "", "/a/../b", "/a/..", "/..", "/a\0"])("may not be at %j", (localPath) => {
    expect(isAccepted("Rig", { ...RIG, localPath })).toEqual(NO);
  });

  it.each([
    { beadsPrefix: "" },
    { beadsPrefix: "8k" },
    { beadsPrefix: "al-" },
    { beadsPrefix: "shop_front" },
    { beadsPrefix: "a".repeat(21) },
    { settings: { maxPolecats: 0 } },
    { settings: { maxPolecats: 101 } },
  ])("is refused with %j", (part) => {
    expect(isAccepted("Rig", { ...RIG, ...part })).toEqual(NO);
  });

  it.each(["g", "k8s", "web2", "league-v3", "deskosprojects", "ShopFront", "a".repeat(20)])(
    "may have beads with the prefix %s, and its BeadStore, too",
    (beadsPrefix) => {
      expect(isAccepted("Rig", { ...RIG, beadsPrefix })).toEqual(YES);
      expect(isAccepted("BeadStore", { rigRef: "alpha", prefix: `${beadsPrefix}-` })).toEqual(YES);
    },
  );

  it("has a name that gt could know", () => {
    expect(schemaProblems(manifest("Rig", RIG, "alpha-2"))).toEqual([]);
    expect(schemaProblems(manifest("Rig", RIG, "a.b"))).toEqual([expect.stringContaining("spec.gtName")]);
    expect(schemaProblems(manifest("Rig", RIG, "a".repeat(64)))).not.toEqual([]);
  });

  it("stands for one rig of gt for life, and may leave the prefix of its beads to gt", () => {
    const { beadsPrefix: _beadsPrefix, ...bare } = RIG;
    expect(isAccepted("Rig", bare)).toEqual(YES);
    expect(isAccepted("Rig", { ...bare, gtName: "Web_App" })).toEqual(YES);
    expect(isAccepted("Rig", { ...bare, gtName: "web app" })).toEqual(NO);
    const changes = [
      [{ gtName: "Web_App" }, { gtName: "Web_App2" }],
      [{ gtName: "Web_App" }, {}],
      [{}, { gtName: "Web_App" }],
    ];
    for (const [before, after] of changes) {
      const problems = schemaProblems(manifest("Rig", { ...bare, ...after }), { ...bare, ...before });
      expect(problems).toEqual([expect.stringContaining("gtName is immutable")]);
    }
    const same = { ...bare, gtName: "Web_App" };
    expect(schemaProblems(manifest("Rig", { ...same, paused: true }), same)).toEqual([]);
  });
});

describe("durations", () => {
  it.each(["30s", "15m", "1h30m", "1.5h", "500ms"])("%s is one", (stuckThreshold) => {
    expect(isAccepted("Witness", { rigRef: "alpha", stuckThreshold })).toEqual(YES);
  });

  it.each(["5", "-5m", "5 m", "m", ""])("%j is none", (stuckThreshold) => {
    expect(isAccepted("Witness", { rigRef: "alpha", stuckThreshold })).toEqual(NO);
  });
});
