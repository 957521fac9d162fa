/** sling: a Polecat that asks for a bead. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { until } from "../e2e/harness/until.ts";
import { condition } from "embedded-kube/conformance";
import { pathOf, town, working, type Town } from "./given.ts";

async function withAlpha(): Promise<Town> {
  const world = await town();
  await world.rig("alpha");
  return world;
}

describe("sling BEAD RIG", () => {
  it("makes a Polecat named after the bead, and by the same command again no other", async () => {
    const world = await withAlpha();
    const slung = await world.run("sling", "al-1r3", "alpha", "--args", "only the parser", "--merge", "mr");
    expect(slung).toEqual({ code: 0, output: "polecat.gastown.gastown.io/al-1r3 slung\n", errors: "" });
    const made = await world.object(pathOf.polecat("al-1r3"));
    expect(made.spec).toMatchObject({
      rig: "alpha",
      desiredState: "Working",
      beadID: "al-1r3",
      sling: { args: "only the parser", merge: "mr" },
    });
    expect(made.metadata.managedFields?.map(({ manager }) => manager)).toEqual(["kubectl-gastown"]);
    const again = await world.run("sling", "al-1r3", "alpha");
    expect(again).toMatchObject({ code: 0, output: "polecat.gastown.gastown.io/al-1r3 unchanged\n" });
    expect((await world.object(pathOf.polecat("al-1r3"))).metadata.resourceVersion).toBe(
      made.metadata.resourceVersion,
    );
  });

  it("makes a name of a bead that is none, and asks for one where that is not possible", async () => {
    const world = await withAlpha();
    expect((await world.run("sling", "web_App-X1.2", "rig/alpha")).code).toBe(0);
    expect(await world.spec("web-app-x1.2")).toMatchObject({ beadID: "web_App-X1.2" });
    const { code, errors, output } = await world.run("sling", "al-1_", "alpha");
    expect({ code, output }).toEqual({ code: 1, output: "" });
    expect(errors).toContain("give one with --name");
    expect((await world.run("sling", "al-1_", "alpha", "--name", "last")).code).toBe(0);
    expect(await world.spec("last")).toMatchObject({ beadID: "al-1_" });
  });

  it.each([
    [["sling", "al-1", "alhpa"], 'rigs.gastown.gastown.io "alhpa" not found; did you mean alpha?'],
    [["sling", "al 1; rm -rf", "alpha"], "is no bead's id"],
    [["sling", "--", "-x-1", "alpha"], "is no bead's id"],
    [["sling", "al-1", "polecat/nux"], '"polecat/nux" is a polecat: this takes a rig'],
    [["sling", "al-1", "alpha", "--merge", "sideways"], "Error from server (Invalid)"],
    [["sling", "al-1", "alpha", "--dry-run=client"], "It takes server"],
    [["sling", "al-1", "alpha", "-o", "jsn"], "did you mean json?"],
    [["sling", "al-1", "alpha", "--timeout", "soon"], '--timeout is "soon"'],
    [["sling", "al-1", "alpha", "-n", "nowhere"], 'namespaces "nowhere" not found'],
  ])("refuses %j in one line, and makes nothing", async (argv, said) => {
    const world = await withAlpha();
    const { code, errors, output } = await world.run(...argv);
    expect({ code, output }).toEqual({ code: 1, output: "" });
    expect(errors).toContain(said);
    expect(errors.trim().split("\n")).toHaveLength(1);
    expect((await world.client.get("/apis/gastown.gastown.io/v1alpha1/polecats")).body).toMatchObject({
      items: [],
    });
  });

  it("changes nothing of a Polecat of that name that has other work", async () => {
    const world = await withAlpha();
    await world.polecat("al-1", { desiredState: "Working", beadID: "al-9" });
    const { code, errors } = await world.run("sling", "al-1", "alpha");
    expect(code).toBe(1);
    expect(errors).toContain("polecat/al-1 is there already (rig alpha, bead al-9, desiredState Working)");
    expect(errors).toContain("kubectl gastown resume al-1 --bead al-1 -n default");
    expect(await world.spec("al-1")).toMatchObject({ beadID: "al-9" });
  });

  it("warns where another Polecat asks for the bead already", async () => {
    const world = await withAlpha();
    await world.polecat("parser", { desiredState: "Working", beadID: "al-1" });
    const { code, errors } = await world.run("sling", "al-1", "alpha");
    expect(code).toBe(0);
    expect(errors).toContain("Warning: polecat default/parser asks for al-1 already");
  });

  it("shows in a dry run what would be made, and makes nothing", async () => {
    const world = await withAlpha();
    const { code, output } = await world.run("sling", "al-1", "alpha", "--dry-run=server", "-o", "yaml");
    expect(code).toBe(0);
    expect(parse(output)).toMatchObject({
      kind: "Polecat",
      metadata: { name: "al-1" },
      spec: { beadID: "al-1" },
    });
    expect((await world.client.get(pathOf.polecat("al-1"))).code).toBe(404);
  });

  it("works for whoever may make Polecats and see no Rigs", async () => {
    const world = await withAlpha();
    world.api.faults.failNext({ method: "GET", path: "/rigs/", status: 403, times: 9 });
    expect((await world.run("sling", "al-1", "alpha")).code).toBe(0);
    expect(await world.spec("al-1")).toMatchObject({ rig: "alpha" });
  });

  it("waits until a polecat works on it", async () => {
    const world = await withAlpha();
    const slinging = world.start("sling", "al-1", "alpha", "--wait");
    await until("it is made", async () => (await world.client.get(pathOf.polecat("al-1"))).code === 200);
    const busy = condition("Ready", "False", "NoCapacity", "8 of 8 polecats are taken");
    await world.status(pathOf.polecat("al-1"), {
      phase: "Pending",
      observedGeneration: 1,
      conditions: [busy],
    });
    await until("it tells", () => slinging.errors.includes("waits: NoCapacity: 8 of 8 polecats are taken"));
    await world.status(pathOf.polecat("al-1"), working("al-1"));
    expect(await slinging.ended).toEqual({ code: 0, signal: null });
    expect(slinging.errors).toContain("polecat/al-1 works on al-1 as alpha/nux");
  });

  it("waits no longer where nothing comes of it without a person, or the time is up", async () => {
    const world = await withAlpha();
    const slinging = world.start("sling", "al-1", "alpha", "--wait");
    await until("it is made", async () => (await world.client.get(pathOf.polecat("al-1"))).code === 200);
    const ready = condition("Ready", "False", "BeadNotFound", "bead al-1 does not exist");
    await world.status(pathOf.polecat("al-1"), {
      phase: "Failed",
      observedGeneration: 1,
      conditions: [ready],
    });
    expect((await slinging.ended).code).toBe(1);
    expect(slinging.errors).toContain("polecat/al-1 gets no work: BeadNotFound: bead al-1 does not exist");
    const late = await world.run("sling", "al-2", "alpha", "--wait", "--timeout", "1s");
    expect(late.code).toBe(1);
    expect(late.errors).toContain("timed out waiting for 1 of 1");
  });
});
