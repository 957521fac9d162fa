import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  beadStoreSchema,
  desiredBeadStore,
  convoySchema,
  desiredConvoy,
  type Effect,
  FORCE_TERMINATION_ANNOTATION,
  type KindName,
  polecatSchema,
  desiredPolecat,
  refinerySchema,
  desiredRefinery,
  rigSchema,
  rigOfPods,
  desiredRig,
  unhonored,
  witnessSchema,
  desiredWitness,
  KINDS,
} from "../../../src/kinds/index.ts";
import { rigViews } from "../../../src/operator/rig-views.ts";
import { child, servedSchema, type Node } from "./served.ts";

const NAMES: readonly KindName[] = ["Rig", "Polecat", "Convoy", "Witness", "Refinery", "BeadStore"];
const nodes = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Paths of all fields that hold a value, below an object's own. */
function leaves(node: Node, path = ""): readonly string[] {
  const properties = nodes.safeParse(node["properties"]).data;
  if (properties === undefined) return [path];
  return Object.entries(properties).flatMap(([name, inner]) =>
    leaves(inner, path === "" ? name : `${path}.${name}`),
  );
}

const effectsOf = (kind: KindName): readonly (readonly [string, Effect])[] =>
  Object.entries(KINDS[kind].effects);

const effectOf = (kind: KindName, leaf: string): Effect | undefined =>
  effectsOf(kind).find(([path]) => leaf === path || leaf.startsWith(`${path}.`))?.[1];

const METADATA = {
  name: "one",
  namespace: "default",
  uid: "u1",
  resourceVersion: "1",
  generation: 1,
  creationTimestamp: "2026-01-02T03:04:05Z",
  deletionTimestamp: "2026-01-02T03:04:05Z",
  annotations: { [FORCE_TERMINATION_ANNOTATION]: "alpha/nux@b" },
};
const RIG = { gitURL: "https://example.com/r.git", beadsPrefix: "al", localPath: "/town/alpha" };

/** A spec that is valid without more. */
const LEAST: Readonly<Record<KindName, object>> = {
  Rig: RIG,
  Polecat: { rig: "alpha" },
  Convoy: { description: "Wave 1", trackedBeads: ["al-1"] },
  Witness: { rigRef: "alpha" },
  Refinery: { rigRef: "alpha" },
  BeadStore: { rigRef: "alpha", prefix: "al-" },
};

/** Another value of each field that is said to work. */
const OTHERS: Readonly<Record<KindName, Readonly<Record<string, unknown>>>> = {
  Rig: {
    gtName: "Alpha",
    beadsPrefix: "be",
    localPath: "/elsewhere",
    "settings.maxPolecats": 3,
    "pods.namespaces": ["default"],
    "pods.images": ["registry.example/agents"],
    "pods.repositories": ["https://example.com/elsewhere"],
    "pods.secrets": ["git"],
    "pods.configMaps": ["hosts"],
    "pods.maxResources": { memory: "1Gi" },
    "pods.runtimeClassName": "gvisor",
    "pods.nodeSelector": { pool: "agents" },
    management: "Observe",
    paused: true,
  },
  Polecat: {
    rig: "beta",
    desiredState: "Terminated",
    beadID: "al-1",
    "sling.args": "be quick",
    "sling.baseBranch": "next",
    "sling.merge": "mr",
    "sling.agent": "codex",
    ttlSecondsAfterFinished: 60,
    maxIdleSeconds: 60,
    deletionPolicy: "Terminate",
    terminationPolicy: "Force",
    management: "Observe",
    paused: true,
  },
  Convoy: { description: "Wave 2", trackedBeads: ["al-2"], rigRef: "beta", notifyOnComplete: "mayor/" },
  Witness: {
    rigRef: "beta",
    healthCheckInterval: "5m",
    stuckThreshold: "1m",
    escalationTarget: "alpha/witness",
  },
  Refinery: { rigRef: "beta" },
  BeadStore: { rigRef: "beta", prefix: "be-", syncInterval: "1m" },
};

/** What is decided from: what is desired of the actor, and what others read of the resource. */
function decidedFrom(kind: KindName, spec: object): unknown {
  const object = { metadata: METADATA, spec };
  switch (kind) {
    case "Rig": {
      const rig = rigSchema.parse(object);
      return [desiredRig(rig), [...rigViews([rig]).values()], rigOfPods(rig)];
    }
    case "Polecat":
      return desiredPolecat(polecatSchema.parse(object), "alpha");
    case "Convoy":
      return desiredConvoy(convoySchema.parse(object));
    case "Witness":
      return desiredWitness(witnessSchema.parse(object));
    case "Refinery":
      return desiredRefinery(refinerySchema.parse(object));
    case "BeadStore":
      return desiredBeadStore(beadStoreSchema.parse(object));
    default:
      return kind satisfies never;
  }
}

function withField(spec: object, path: string, value: unknown): object {
  const [name = "", ...rest] = path.split(".");
  const part = z.record(z.string(), z.unknown()).parse(spec);
  const inner = z.looseObject({}).catch({}).parse(part[name]);
  return { ...part, [name]: rest.length === 0 ? value : withField(inner, rest.join("."), value) };
}

const described = (kind: KindName, part: "spec" | "status", path: string): unknown =>
  child(servedSchema(kind), part, ...path.split(".")).description;

describe("A field of a spec", () => {
  it.each(NAMES)("of %s has an effect, or words for it", (kind) => {
    const fields = leaves(child(servedSchema(kind), "spec"));
    expect(fields.filter((leaf) => effectOf(kind, leaf) === undefined)).toEqual([]);
    const gone = effectsOf(kind)
      .map(([path]) => path)
      .filter((path) => !fields.some((leaf) => leaf === path || leaf.startsWith(`${path}.`)));
    expect(gone).toEqual([]);
  });

  const working = NAMES.flatMap((kind) =>
    effectsOf(kind)
      .filter(([, { works }]) => works === "always" || works === "managed")
      .map(([path]) => [kind, path] as const),
  );
  it.each(working)("of %s that is said to work, %s, changes what is decided from", (kind, path) => {
    const other = OTHERS[kind][path];
    expect(other, "another value of it").toBeDefined();
    expect(decidedFrom(kind, withField(LEAST[kind], path, other))).not.toEqual(
      decidedFrom(kind, LEAST[kind]),
    );
  });

  const silent = NAMES.flatMap((kind) =>
    effectsOf(kind)
      .filter(([, { works }]) => works === "forPeople")
      .map(([path]) => [kind, path] as const),
  );
  it.each(silent)("of %s that is for people, %s, says so where it is explained", (kind, path) => {
    expect(described(kind, "spec", path)).toContain("For people");
  });

  const undone = NAMES.flatMap((kind) =>
    effectsOf(kind)
      .filter(([, { works }]) => works === "never" || works === "inPods")
      .map(([path, { instead }]) => [kind, path, instead] as const),
  );
  it.each(undone)("of %s of which nothing comes, %s, is reported with what helps", (kind, path, instead) => {
    expect(unhonored(KINDS[kind].effects, { ...withField(LEAST[kind], path, "something") })).toEqual([
      {
        reason: "FieldNotSupported",
        fields: [`spec.${path}`],
        message: expect.stringContaining(instead ?? "?") as string,
      },
    ]);
  });

  it.each(NAMES)("of %s that only has its default asks for nothing", (kind) => {
    const schemas = {
      Rig: rigSchema,
      Polecat: polecatSchema,
      Convoy: convoySchema,
      Witness: witnessSchema,
      Refinery: refinerySchema,
      BeadStore: beadStoreSchema,
    };
    const { spec } = schemas[kind].parse({ metadata: METADATA, spec: LEAST[kind] });
    expect(unhonored(KINDS[kind].effects, { ...spec })).toEqual([]);
  });

  it("is reported as one of those that wait for Manage, or for the end of the pause", () => {
    const asked = { rig: "alpha", desiredState: "Working", beadID: "al-1", sling: { args: "now" } };
    const fields = ["spec.desiredState", "spec.beadID", "spec.sling.args"];
    expect(unhonored(KINDS.Polecat.effects, { ...asked, management: "Observe" })).toMatchObject([
      { reason: "ObserveOnly", fields },
    ]);
    expect(unhonored(KINDS.Polecat.effects, { ...asked, paused: true })).toMatchObject([
      { reason: "Paused", fields },
    ]);
    expect(unhonored(KINDS.Polecat.effects, asked)).toEqual([]);
  });
});

describe("A field of a status that is never written", () => {
  const fields = NAMES.flatMap((kind) =>
    (KINDS[kind].neverWritten ?? []).map((path) => [kind, path] as const),
  );
  it.each(fields)("of %s, %s, says so where it is explained", (kind, path) => {
    expect(described(kind, "status", path)).toContain("Not written by this operator");
  });
});
