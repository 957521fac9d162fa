/** An API server that does not serve all kinds: CRDs of another version, or a role that a person cut down. */
import type { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createMemoryJournal } from "../../src/host/index.ts";
import { ApiError } from "../../src/kube/index.ts";
import { createWorld, type World } from "./world.ts";

const VIEWS = ["witnesses", "refineries", "beadstores"];

/** Refuses all requests for these kinds until `missing` is empty. */
function withoutKinds(plurals: readonly string[], code: number): { world: World; missing: Set<string> } {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
  const missing = new Set(plurals);
  world.api.intercept = (method, path) => {
    if (![...missing].some((plural) => path.includes(`/${plural}`))) return;
    const message = code === 404 ? "404 page not found" : "is forbidden";
    throw new ApiError({ request: `${method} ${path}`, code, status: { message } });
  };
  world.rig("alpha");
  world.polecat("one");
  return { world, missing };
}

/** What the metrics say of each kind. */
async function servedKinds(registry: Registry): Promise<Readonly<Record<string, number>>> {
  const all = await registry.getMetricsAsJSON();
  const values = all.find(({ name }) => name === "gastown_operator_kind_served")?.values ?? [];
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels["kind"]), value]));
}

describe("A view kind that the API server does not serve", () => {
  it.each<[string, number]>([
    ["is not installed", 404],
    ["is forbidden", 403],
    ["answers with errors of the server's own", 500],
  ])("%s stops nothing else, and is served as soon as it appears", async (_how, code) => {
    const { world, missing } = withoutKinds(VIEWS, code);
    world.refinery("gate");
    const { operator, logs, metrics } = await world.start();
    await world.until("the polecat works", () => world.status("polecats/one")["phase"] === "Working");
    await world.pass(300_000);
    const { ok, checks } = operator.ready();
    expect(ok).toBe(true);
    const views = checks.find(({ name }) => name === "views");
    for (const plural of VIEWS) expect(views?.message).toContain(plural);
    if (code === 404) expect(views?.message).toContain("kubectl apply --server-side -f crds/");
    if (code !== 500) {
      const told = logs.filter(({ kind }) => kind === "Refinery");
      expect(told).toHaveLength(1);
      expect(await servedKinds(metrics.registry)).toEqual({
        Rig: 1,
        Polecat: 1,
        Convoy: 1,
        Witness: 0,
        Refinery: 0,
        BeadStore: 0,
      });
    }
    missing.clear();
    await world.until("the refinery is served", () => world.status("refineries/gate")["phase"] === "Idle");
    expect(operator.ready().checks.find(({ name }) => name === "views")?.message).toBe("listed");
  });
});

describe("One view kind alone that is not installed", () => {
  it.each(VIEWS)("%s: the others are served, and it is named", async (plural) => {
    const { world } = withoutKinds([plural], 404);
    world.refinery("gate");
    world.witness("eye");
    const { operator, metrics } = await world.start();
    await world.until("the polecat works", () => world.status("polecats/one")["phase"] === "Working");
    await world.pass(60_000);
    const views = operator.ready().checks.find(({ name }) => name === "views");
    expect(VIEWS.filter((one) => views?.message.includes(one))).toEqual([plural]);
    const served = Object.values(await servedKinds(metrics.registry));
    expect(served.filter((one) => one === 0)).toHaveLength(1);
    const shown = { refineries: "refineries/gate", witnesses: "witnesses/eye" };
    for (const [kind, key] of Object.entries(shown)) {
      expect(world.status(key)["phase"] === undefined).toBe(kind === plural);
    }
  });
});

describe("A kind that the operator cannot do without", () => {
  it.each([404, 403])(
    "keeps it from being ready, which says what is missing, and is waited for (%i)",
    async (code) => {
      const { world, missing } = withoutKinds(["polecats"], code);
      const life = world.prepare({}, createMemoryJournal());
      const started = life.operator.start();
      await world.pass(60_000);
      const { ok, checks } = life.operator.ready();
      expect(ok).toBe(false);
      const resources = checks.find(({ name }) => name === "resources");
      expect(resources).toMatchObject({ ok: false });
      expect(resources?.message).toContain("polecats");
      if (code === 404) expect(resources?.message).toContain("install the CRDs of this version");
      missing.clear();
      await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
      await started;
      expect(life.operator.ready().ok).toBe(true);
    },
  );

  it("leaves unsaid whether a kind is served that was not asked for yet", async () => {
    const { world, missing } = withoutKinds(["rigs"], 404);
    const { operator, metrics } = world.prepare({}, createMemoryJournal());
    const started = operator.start();
    await world.pass(60_000);
    expect(await servedKinds(metrics.registry)).toEqual({ Rig: 0 });
    missing.clear();
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
    await started;
    expect(Object.values(await servedKinds(metrics.registry))).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
