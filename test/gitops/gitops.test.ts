/** What Argo CD and Flux make of resources, as an operator in a simulated town has left them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { Environment } from "@marcbachmann/cel-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { ALPHA, BETA, convoy, createWorld, polecat, type Seen, type World } from "../e2e/harness/index.ts";
import type { KindName as Kind } from "../../src/kinds/index.ts";
import { kstatus } from "./kstatus.ts";
import { runLua } from "./lua.ts";

const FOLDER = path.join(import.meta.dirname, "../../gitops");
const read = (file: string): string => readFileSync(path.join(FOLDER, file), "utf8");

const healthSchema = z.object({
  status: z.enum(["Healthy", "Progressing", "Degraded", "Suspended", "Missing", "Unknown"]),
  message: z.string(),
});
const discoverySchema = z.record(z.string(), z.object({ disabled: z.boolean() }));

let world: World;
beforeAll(async () => {
  world = await createWorld({
    seed: { rigs: [ALPHA, BETA], beads: ["al-1", "al-2", "al-3", "al-4", "al-5", "al-6", "be-1"] },
    flags: ["--adopt", "true"],
  });
  const { cluster, town } = world;
  await cluster.setSpec("Rig", "beta", { localPath: "/nowhere" });
  await cluster.apply(
    polecat("working", { beadID: "al-1" }),
    polecat("dirty", { beadID: "al-2" }),
    polecat("resting", { beadID: "al-3" }),
    polecat("ended", { beadID: "al-4" }),
    polecat("paused", { paused: true }),
    polecat("nobodys", { rig: "nowhere", beadID: "al-6" }),
    convoy("begun", ["al-1", "be-1"]),
    convoy("done", ["al-3"]),
  );
  for (const name of ["working", "dirty", "resting", "ended"])
    await cluster.untilPhase("Polecat", name, "Working");
  town.gt("sling", "al-5", "alpha");
  town.leaveFile("alpha", cluster.get("Polecat", "dirty")?.status.polecatName ?? "", "notes.txt");
  town.complete("al-3");
  for (const name of ["dirty", "ended"]) {
    town.complete(name === "dirty" ? "al-2" : "al-4");
    await cluster.setSpec("Polecat", name, { desiredState: "Terminated" });
  }
});
afterAll(() => world.close());

interface Told {
  readonly kind: Kind;
  readonly name: () => string;
  readonly when: string;
  readonly argo: z.infer<typeof healthSchema>["status"];
  readonly message: RegExp;
  readonly kstatus: ReturnType<typeof kstatus>;
}

const named = (name: string) => (): string => name;
const observed = (): string =>
  world.cluster.all("Polecat").find(({ spec }) => spec.management === "Observe")?.metadata.name ?? "none yet";

const STORIES: readonly Told[] = [
  {
    kind: "Rig",
    name: named("alpha"),
    when: "a rig is served",
    argo: "Healthy",
    message: /^Observed$/,
    kstatus: "Current",
  },
  {
    kind: "Rig",
    name: named("beta"),
    when: "a rig's folder is missing",
    argo: "Degraded",
    message: /^LocalPathMissing: /,
    kstatus: "Failed",
  },
  {
    kind: "Polecat",
    name: named("working"),
    when: "a bead is in work",
    argo: "Healthy",
    message: /al-1 is in work/,
    kstatus: "Current",
  },
  {
    kind: "Polecat",
    name: named("resting"),
    when: "its bead is closed",
    argo: "Healthy",
    message: /^BeadClosed/,
    kstatus: "Current",
  },
  {
    kind: "Polecat",
    name: named("dirty"),
    when: "its end is refused",
    argo: "Degraded",
    message: /^UncommittedWork: .*notes\.txt/,
    kstatus: "Failed",
  },
  {
    kind: "Polecat",
    name: named("ended"),
    when: "it has ended",
    argo: "Healthy",
    message: /./,
    kstatus: "Current",
  },
  {
    kind: "Polecat",
    name: named("paused"),
    when: "it is paused",
    argo: "Suspended",
    message: /nothing is written to gt/,
    kstatus: "Current",
  },
  {
    kind: "Polecat",
    name: named("nobodys"),
    when: "its Rig is not there",
    argo: "Degraded",
    message: /^RigNotFound/,
    kstatus: "Failed",
  },
  {
    kind: "Polecat",
    name: observed,
    when: "it is only observed",
    argo: "Healthy",
    message: /al-5/,
    kstatus: "Current",
  },
  {
    kind: "Convoy",
    name: named("begun"),
    when: "beads are open",
    argo: "Progressing",
    message: /^BeadsOpen: /,
    kstatus: "InProgress",
  },
  {
    kind: "Convoy",
    name: named("done"),
    when: "all beads are closed",
    argo: "Healthy",
    message: /^AllBeadsClosed/,
    kstatus: "Current",
  },
];

async function health(object: unknown): Promise<z.infer<typeof healthSchema>> {
  return healthSchema.parse(await runLua(read("argocd/health.lua"), object));
}

describe("Argo CD and Flux", () => {
  it.each(STORIES)(
    "$kind: when $when, it is $argo, and $kstatus by kstatus",
    async ({ kind, name, argo, message, ...story }) => {
      await expect
        .poll(async () => health(world.cluster.get(kind, name()) ?? {}))
        .toEqual({
          status: argo,
          message: expect.stringMatching(message) as unknown,
        });
      expect(kstatus(objectOf(kind, name()))).toBe(story.kstatus);
    },
  );

  it("wait for the operator where it has not seen the newest spec, or nothing at all", async () => {
    const seen = objectOf("Polecat", "working");
    const newer = { ...seen, metadata: { ...seen.metadata, generation: seen.metadata.generation + 1 } };
    expect(await health(newer)).toMatchObject({ status: "Progressing", message: /newest spec/ });
    expect(kstatus(newer)).toBe("InProgress");
    expect(await health({ ...seen, status: undefined })).toMatchObject({ status: "Progressing" });
  });
});

function objectOf(kind: Kind, name: string): Seen {
  const object = world.cluster.get(kind, name);
  if (object === undefined) throw new Error(`there is no ${kind} ${name}`);
  return object;
}

describe("Argo CD's actions", () => {
  /** What can be asked of it now. */
  async function offered(kind: "Polecat" | "Rig", name: string): Promise<readonly string[]> {
    const script = read(`argocd/${kind.toLowerCase()}/discovery.lua`);
    const actions = discoverySchema.parse(await runLua(script, objectOf(kind, name)));
    return Object.entries(actions)
      .flatMap(([action, { disabled }]) => (disabled ? [] : [action]))
      .toSorted();
  }

  it("are those that make sense as it stands", async () => {
    expect(await offered("Polecat", "working")).toEqual(["release", "stop", "terminate"]);
    expect(await offered("Polecat", "ended")).toEqual(["release", "resume"]);
    expect(await offered("Polecat", observed())).toEqual(["take"]);
    expect(await offered("Rig", "alpha")).toEqual(["pause", "release"]);
  });

  /** As Argo CD does: what the script makes of the object is sent to the API server. */
  async function act(kind: "Polecat" | "Rig", name: string, action: string): Promise<void> {
    const made = z
      .object({ spec: z.record(z.string(), z.unknown()) })
      .parse(await runLua(read(`argocd/${kind.toLowerCase()}/${action}.lua`), objectOf(kind, name)));
    await world.cluster.setSpec(kind, name, made.spec);
  }

  it("are specs that the API server takes, and the operator follows", async () => {
    const { cluster } = world;
    await act("Polecat", "working", "stop");
    await cluster.until("Polecat", "working", "is to stop", ({ spec }) => spec["desiredState"] === "Idle");
    await act("Polecat", "working", "resume");
    await cluster.until("Polecat", "working", "is resumed", ({ spec }) => spec["desiredState"] === "Working");
    const name = observed();
    await act("Polecat", name, "take");
    await cluster.until("Polecat", name, "is managed", ({ status }) => status["mode"] === "Manage");
    await act("Polecat", name, "release");
    await cluster.until("Polecat", name, "is observed", ({ status }) => status["mode"] === "Observe");
    await act("Rig", "alpha", "pause");
    await cluster.until(
      "Polecat",
      "working",
      "is paused with its rig",
      ({ status }) => status["mode"] === "Paused",
    );
    await act("Rig", "alpha", "resume");
    await cluster.until("Polecat", "working", "goes on", ({ status }) => status["mode"] === "Manage");
    await act("Polecat", "resting", "terminate");
    await cluster.untilPhase("Polecat", "resting", "Terminated");
  });

  it("stand in the configuration for Argo CD, with the health of each kind", () => {
    const { data } = z
      .object({ data: z.record(z.string(), z.string()) })
      .parse(parse(read("argocd/argocd-cm.yaml")));
    const health = Object.keys(data).filter((key) => key.startsWith("resource.customizations.health."));
    expect(health).toHaveLength(6);
    const actions = z.object({
      "discovery.lua": z.literal(read("argocd/polecat/discovery.lua")),
      definitions: z.array(z.object({ name: z.string(), "action.lua": z.string() })),
    });
    const ofPolecats = actions.parse(
      parse(data["resource.customizations.actions.gastown.gastown.io_Polecat"] ?? ""),
    );
    expect(ofPolecats.definitions.map(({ name }) => name)).toEqual([
      "release",
      "resume",
      "stop",
      "take",
      "terminate",
    ]);
  });
});

describe("Flux's sample", () => {
  const sample = z.object({
    spec: z.looseObject({
      healthCheckExprs: z
        .array(z.object({ kind: z.literal("Convoy"), current: z.string(), failed: z.string() }).loose())
        .length(1),
    }),
  });

  it("takes a convoy for there once gt tracks its beads, open or closed", () => {
    const [check] = sample.parse(parse(read("flux/kustomization.yaml"))).spec.healthCheckExprs;
    const holds = (expression: string, name: string): unknown =>
      new Environment({ unlistedVariablesAreDyn: true }).evaluate(expression, {
        status: JSON.parse(JSON.stringify(objectOf("Convoy", name).status)) as unknown,
      });
    for (const name of ["begun", "done"]) {
      expect(holds(check?.current ?? "", name), name).toBe(true);
      expect(holds(check?.failed ?? "", name), name).toBe(false);
    }
  });
});
