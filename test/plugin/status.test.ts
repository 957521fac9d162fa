/** status, convoy and events: what a person sees of a town. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { until } from "../e2e/harness/until.ts";
import { condition } from "embedded-kube/conformance";
import { pathOf, town, working, type Town } from "./given.ts";

const HOSTILE = "notes\u001b]0;owned\u0007\u202e.txt";
const SHOWN = String.raw`notes\u001b]0;owned\u0007\u202e.txt`;

/** A rig, a polecat at work, one whose end is blocked, one that is paused, and a convoy. */
async function busyTown(): Promise<Town> {
  const world = await town();
  await world.rig("alpha", { settings: { maxPolecats: 4 } });
  const healthy = { phase: "Ready", gtName: "Alpha_1", polecatCount: 2, queueLength: 1 };
  await world.status(pathOf.rig("alpha"), {
    ...healthy,
    conditions: [condition("Ready", "True")],
  });
  await world.polecat("parser", { desiredState: "Working", beadID: "al-1" });
  await world.status(pathOf.polecat("parser"), working("al-1"));
  await world.polecat("dirty", { desiredState: "Terminated", beadID: "al-2" });
  const blocked = (type: string, status: string) => condition(type, status, "UncommittedWork", HOSTILE);
  await world.status(pathOf.polecat("dirty"), {
    phase: "Idle",
    polecatName: "rust",
    worktreePath: "/srv/gt/Alpha_1/it's here",
    conditions: [blocked("Ready", "False"), blocked("Stalled", "True"), blocked("Terminating", "True")],
  });
  await world.polecat("held", { paused: true });
  await world.status(pathOf.polecat("held"), {
    phase: "Idle",
    conditions: [condition("Ready", "False", "Paused", "paused is true")],
  });
  await world.client.post(pathOf.convoy("").replace(/\/$/, ""), {
    apiVersion: "gastown.gastown.io/v1alpha1",
    kind: "Convoy",
    metadata: { name: "wave" },
    spec: { description: "first wave", trackedBeads: ["al-1", "al-2", "al-3"] },
  });
  await world.status(pathOf.convoy("wave"), {
    phase: "InProgress",
    observedGeneration: 1,
    completedBeads: ["al-3"],
    pendingBeads: ["al-1", "al-2"],
    startedAt: "2026-01-02T03:04:05Z",
    conditions: [condition("Ready", "False", "BeadsOpen", "2 of 3 beads are open")],
  });
  return world;
}

describe("status", () => {
  it("shows rigs, who works on what, convoys with bars, and what needs a person with one command each", async () => {
    const world = await busyTown();
    const { code, output, errors } = await world.run("status");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(/^ {2}alpha +Ready +2\/4 +1$/m);
    expect(output).toMatch(/^ {2}parser +alpha\/nux +al-1 +Working +\d+d$/m);
    expect(output).toMatch(/^ {2}wave +####------ 1\/3 +InProgress +\d+d$/m);
    expect(output).toContain("polecat/default/dirty UncommittedWork");
    expect(output).toContain(String.raw`git -C '/srv/gt/Alpha_1/it'\''s here' status`);
    expect(output).toContain("kubectl gastown resume held -n default");
    expect(output).not.toContain("polecat/default/parser");
  });

  it("says Terminated once, and takes -A as kubectl does, but not beside -n", async () => {
    const world = await town();
    await world.polecat("gone", { desiredState: "Terminated" });
    const ended = [condition("Ready", "True", "Terminated", "")];
    await world.status(pathOf.polecat("gone"), { phase: "Terminated", conditions: ended });
    expect((await world.run("status", "-A")).output).toMatch(/^ {2}gone +alpha\/- +- +Terminated +\d+d$/m);
    const { code, errors } = await world.run("status", "-A", "-n", "team-a");
    expect({ code, errors }).toEqual({
      code: 1,
      errors: "error: --all-namespaces and --namespace exclude each other: leave one out\n",
    });
  });

  it("shows what a terminal would obey, also in YAML and JSON, which stay what they are", async () => {
    const world = await busyTown();
    for (const format of [[], ["-o", "json"], ["-o", "yaml"], ["-o", "wide"]]) {
      const { output } = await world.run("status", ...format);
      if (format[1] !== "yaml") expect(output).toContain(SHOWN);
      expect(output).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
      if (format.length > 0 && format[1] !== "wide") {
        expect(parse(output)).toMatchObject({ needsPerson: [{ message: HOSTILE }, { reason: "Paused" }] });
      }
    }
    const released = await world.run("release", "dirty", "-o", "yaml");
    expect(parse(released.output)).toMatchObject({
      status: { conditions: [{ message: HOSTILE }, { message: HOSTILE }, { message: HOSTILE }] },
    });
  });

  it("names its objects for programs, and says that there is nothing in an empty town", async () => {
    const world = await busyTown();
    expect((await world.run("status", "-o", "name")).output.trim().split("\n")).toEqual([
      "rig.gastown.gastown.io/alpha",
      "polecat.gastown.gastown.io/dirty",
      "polecat.gastown.gastown.io/held",
      "polecat.gastown.gastown.io/parser",
      "convoy.gastown.gastown.io/wave",
    ]);
    const empty = await town();
    const unread = await empty.run("status");
    expect(unread.code).toBe(0);
    expect(unread.output).toMatch(/^The town was never read\. Does an operator run\?/);
    expect(unread.output).toContain("`gastown-operator local` shows the town of this machine");
    await empty.read("gastown-operator-town-read");
    const read = (await empty.run("status")).output;
    expect(read).toMatch(/^The town was read in the last 60 s\.$/m);
    expect(read).toContain("There is nothing here: the town has no rigs, or its operator shows those alone");
  });

  it("says once what keeps several, and how rigs that are only observed are taken over", async () => {
    const world = await town();
    for (const name of ["alpha", "beta"]) await world.rig(name, { management: "Observe" });
    const missing = "there is no program gt: install gt, or set GT_PATH";
    for (const name of ["one", "two", "three"]) {
      await world.polecat(name, { desiredState: "Working", beadID: "al-1" });
      await world.status(pathOf.polecat(name), {
        phase: "Pending",
        conditions: [condition("Ready", "False", "GtMissing", missing)],
      });
    }
    const { output } = await world.run("status");
    expect(output).toContain(
      `  polecat/default/one, polecat/default/three, polecat/default/two GtMissing: ${missing}\n`,
    );
    expect(output.split(missing)).toHaveLength(2);
    expect(output.match(/install gt where the operator runs/g)).toHaveLength(1);
    for (const name of ["one", "two", "three"])
      expect(output).toContain(`kubectl gastown why polecat/default/${name}\n`);
    expect(output).toMatch(/^ {2}alpha +New, observed /m);
    expect(output).toContain("`kubectl gastown take rig/alpha rig/beta`");
  });

  it("shows what may be listed, says what may not, and fails where that is nothing", async () => {
    const world = await busyTown();
    world.api.faults.failNext({ method: "GET", path: /\/(rigs|v1alpha1\/polecats)$/, status: 403, times: 2 });
    const { code, output } = await world.run("status");
    expect(code).toBe(0);
    expect(output).toMatch(/^ {2}parser /m);
    expect(output).toContain("You may not list rigs: they are not shown.");
    world.api.faults.failNext({ method: "GET", path: "gastown.io", status: 403, times: 99 });
    expect(await world.run("status")).toMatchObject({ code: 1, output: "" });
  });

  it("shows one namespace on request", async () => {
    const world = await busyTown();
    await world.namespace("team-a");
    await world.polecat("nux", {}, "team-a");
    expect((await world.run("status")).output).toMatch(/^ {2}team-a\/nux /m);
    const { output } = await world.run("status", "-n", "team-a");
    expect(output).toMatch(/^ {2}team-a\/nux /m);
    expect(output).not.toMatch(/^ {2}parser /m);
  });

  it("says of a namespace that there is none, or that nothing is in it", async () => {
    const world = await busyTown();
    await world.namespace("team-a");
    await world.polecat("nux", {}, "team-a");
    await world.namespace("team-b");
    expect((await world.run("status", "-n", "team-b")).output).toContain(
      "Namespace team-b holds no polecats and no convoys; there are some in default, team-a.",
    );
    const { code, output, errors } = await world.run("status", "-n", "taem-a", "-o", "name");
    expect({ code, output }).toEqual({ code: 0, output: "rig.gastown.gastown.io/alpha\n" });
    expect(errors).toBe("There is no namespace taem-a; did you mean team-a?\n");
  });
});

describe("convoy", () => {
  it("create follows beads, each once, and takes no name twice", async () => {
    const world = await town();
    const argv = [
      "convoy",
      "create",
      "wave",
      "al-1",
      "be-2",
      "al-1",
      "--notify",
      "mayor/",
      "--description",
      "a wave",
    ];
    expect(await world.run(...argv)).toEqual({
      code: 0,
      output: "convoy.gastown.gastown.io/wave created\n",
      errors: "",
    });
    expect((await world.object(pathOf.convoy("wave"))).spec).toMatchObject({
      description: "a wave",
      trackedBeads: ["al-1", "be-2"],
      notifyOnComplete: "mayor/",
    });
    const { code, errors } = await world.run("convoy", "create", "wave", "al-9");
    expect(code).toBe(1);
    expect(errors).toContain("Error from server (AlreadyExists)");
    expect((await world.object(pathOf.convoy("wave"))).spec).toMatchObject({
      trackedBeads: ["al-1", "be-2"],
    });
    expect((await world.run("convoy", "create", "other", "a;b")).errors).toContain("is no bead's id");
  });

  it("status tells how far it is, and who has each bead", async () => {
    const world = await busyTown();
    expect((await world.run("convoy", "status")).output).toMatch(/^ {2}wave +####------ 1\/3 +InProgress/m);
    const { output } = await world.run("convoy", "status", "wave");
    expect(output).toContain("al-3: closed");
    expect(output).toContain("al-1: polecat default/parser, in work by Alpha_1/nux");
    expect((await world.run("convoy", "status", "waev")).errors).toContain("did you mean wave?");
    expect(JSON.parse((await world.run("convoy", "status", "-o", "json")).output)).toMatchObject({
      kind: "List",
      items: [{ metadata: { name: "wave" } }],
    });
  });

  it("watch tells each change, and ends with the convoy", async () => {
    const world = await busyTown();
    const watching = world.start("convoy", "watch", "wave");
    await until("it tells", () => watching.output.includes("####------ 1/3  InProgress"));
    await world.status(pathOf.convoy("wave"), {
      phase: "Completed",
      completedBeads: ["al-1", "al-2", "al-3"],
      pendingBeads: [],
      conditions: [condition("Ready", "True", "AllBeadsClosed", "all 3 beads are closed")],
    });
    expect(await watching.ended).toEqual({ code: 0, signal: null });
    expect(watching.output).toContain("########## 3/3  Completed  AllBeadsClosed: all 3 beads are closed");
  });

  it("watch ends with a failure where the convoy is deleted, and quietly where nobody reads any more", async () => {
    const world = await busyTown();
    const [one, other] = [world.start("convoy", "watch", "wave"), world.start("convoy", "watch", "wave")];
    await until("both tell", () => one.output !== "" && other.output !== "");
    await other.stopReading();
    await world.status(pathOf.convoy("wave"), { completedBeads: ["al-3", "al-2"], pendingBeads: ["al-1"] });
    expect((await other.ended).code).toBe(141);
    expect(other.errors).toBe("");
    await world.client.delete(pathOf.convoy("wave"));
    expect((await one.ended).code).toBe(1);
    expect(one.errors).toContain("convoy/wave was deleted");
  });
});

describe("events", () => {
  async function event(world: Town, name: string, note: string, second: number): Promise<void> {
    const { metadata } = await world.object(pathOf.polecat(name));
    const regarding = {
      apiVersion: "gastown.gastown.io/v1alpha1",
      kind: "Polecat",
      name,
      namespace: "default",
      uid: metadata.uid,
    };
    const { code } = await world.client.post("/apis/events.k8s.io/v1/namespaces/default/events", {
      apiVersion: "events.k8s.io/v1",
      kind: "Event",
      metadata: { name: `${name}.${second}` },
      eventTime: `2026-01-02T03:04:0${second}.000000Z`,
      type: "Normal",
      reason: "Slung",
      action: "Sling",
      note,
      reportingController: "gastown-operator",
      reportingInstance: "test",
      regarding,
    });
    expect(code).toBe(201);
  }

  it("tells the oldest first, of all or of one, with nothing that a terminal would obey", async () => {
    const world = await busyTown();
    await event(world, "parser", "later", 5);
    await event(world, "dirty", HOSTILE, 3);
    const { output, code } = await world.run("events");
    expect(code).toBe(0);
    expect(output.trim().split("\n")).toEqual([
      `2026-01-02 03:04:03  polecat/dirty  Slung  ${SHOWN}`,
      "2026-01-02 03:04:05  polecat/parser  Slung  later",
    ]);
    expect((await world.run("events", "polecat/parser")).output).toMatch(/^[^\n]*later\n$/);
    expect((await world.run("events", "polcat/parser")).errors).toContain("did you mean polecat/parser?");
  });

  it("goes on with -f until nobody reads any more", async () => {
    const world = await busyTown();
    await event(world, "parser", "first", 1);
    const following = world.start("events", "-f");
    await until("it tells", () => following.output.includes("first"));
    await event(world, "parser", "second", 2);
    await until("it goes on", () => following.output.includes("second"));
    await following.stopReading();
    await event(world, "parser", "third", 3);
    expect((await following.ended).code).toBe(141);
    expect(following.errors).toBe("");
  });
});
