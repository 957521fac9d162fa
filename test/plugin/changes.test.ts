/** stop, resume, take, release, drain: what they make of the specs, and what they refuse. */
import { describe, expect, it } from "vitest";
import { until } from "../e2e/harness/until.ts";
import { condition } from "embedded-kube/conformance";
import { pathOf, town, working } from "./given.ts";

describe("stop and resume", () => {
  it("let a polecat rest, and work on its bead again, or on another one", async () => {
    const { run, spec, polecat } = bound(await town());
    await polecat("parser", { desiredState: "Working", beadID: "al-1" });
    const stopped = await run("stop", "parser");
    expect(stopped).toMatchObject({ code: 0, output: "polecat.gastown.gastown.io/parser stopped\n" });
    expect(stopped.errors).toContain("a bead in work is finished");
    expect(await spec("parser")).toMatchObject({ desiredState: "Idle", beadID: "al-1" });
    expect((await run("stop", "polecat/default/parser")).output).toContain("parser unchanged");
    // As kubectl and the plugin itself name it.
    expect((await run("stop", "polecat.gastown.gastown.io/parser")).output).toContain("parser unchanged");
    expect((await run("resume", "default/parser")).code).toBe(0);
    expect(await spec("parser")).toMatchObject({ desiredState: "Working", beadID: "al-1" });
    expect((await run("resume", "pc/parser", "--bead", "al-2")).code).toBe(0);
    expect(await spec("parser")).toMatchObject({ desiredState: "Working", beadID: "al-2" });
  });

  it("an end that was asked for is not taken back by a second stop, but by resume", async () => {
    const { run, spec, polecat } = bound(await town());
    await polecat("parser", { desiredState: "Working", beadID: "al-1" });
    expect((await run("stop", "parser", "--terminate")).output).toContain("parser to be terminated");
    const again = await run("stop", "parser");
    expect(again.output).toContain("parser unchanged");
    expect(again.errors).toContain("kubectl gastown resume parser -n default");
    expect(await spec("parser")).toMatchObject({ desiredState: "Terminated" });
    await run("resume", "parser");
    expect(await spec("parser")).toMatchObject({ desiredState: "Working" });
  });

  it("pause a rig and unpause it, and do not end one", async () => {
    const world = await town();
    await world.rig("alpha");
    expect((await world.run("stop", "rig/alpha")).output).toBe("rig.gastown.gastown.io/alpha paused\n");
    expect((await world.object(pathOf.rig("alpha"))).spec).toMatchObject({ paused: true });
    await world.run("resume", "rig/alpha");
    expect((await world.object(pathOf.rig("alpha"))).spec).toMatchObject({ paused: false });
    const ended = await world.run("stop", "rig/alpha", "--terminate");
    expect(ended).toMatchObject({ code: 1, output: "" });
    expect(ended.errors).toContain("--terminate is for polecats");
  });

  it("refuse what is only observed, and what has no bead to go on with, and say what helps", async () => {
    const { run, polecat } = bound(await town());
    await polecat("alpha-nux", { management: "Observe" });
    await polecat("idle");
    for (const verb of ["stop", "resume"]) {
      const { code, errors } = await run(verb, "alpha-nux");
      expect(code).toBe(1);
      expect(errors).toMatch(
        /^error: polecat\/alpha-nux is only observed.* kubectl gastown take alpha-nux -n default\n$/,
      );
    }
    expect((await run("resume", "idle")).errors).toMatch(/has no bead to go on with: .* --bead BEAD\n$/);
  });

  it("with --wait, an end is waited for, and what blocks it is told meanwhile", async () => {
    const world = await town();
    await world.polecat("dirty", { desiredState: "Working", beadID: "al-1" });
    const waiting = world.start("stop", "dirty", "--terminate", "--wait");
    await until(
      "its end is asked for",
      async () => (await world.spec("dirty"))["desiredState"] === "Terminated",
    );
    const blocked = condition("Terminating", "True", "UncommittedWork", "uncommitted: notes.txt");
    await world.status(
      pathOf.polecat("dirty"),
      working("al-1", { observedGeneration: 2, conditions: [blocked] }),
    );
    await until("it tells", () => waiting.errors.includes("waits: UncommittedWork: uncommitted: notes.txt"));
    await world.status(pathOf.polecat("dirty"), { phase: "Terminated", conditions: [] });
    expect(await waiting.ended).toEqual({ code: 0, signal: null });
    expect(waiting.errors).toContain("polecat/dirty has ended");
  });

  it("with --wait, a resource that is deleted meanwhile is no end of the polecat", async () => {
    const world = await town();
    await world.polecat("parser", { desiredState: "Working", beadID: "al-1" });
    const waiting = world.start("stop", "parser", "--terminate", "--wait");
    await until("it waits", () => waiting.errors.includes("waits:"));
    await world.client.delete(pathOf.polecat("parser"));
    expect((await waiting.ended).code).toBe(1);
    expect(waiting.errors).toContain("error: polecat/parser was deleted while it was waited for");
  });
});

describe("take and release", () => {
  it("take over a polecat that is only observed, and release it", async () => {
    const { run, spec, polecat } = bound(await town());
    await polecat("alpha-nux", { management: "Observe" });
    expect((await run("take", "alpha-nux")).output).toBe("polecat.gastown.gastown.io/alpha-nux taken over\n");
    expect(await spec("alpha-nux")).toMatchObject({ management: "Manage", desiredState: "Idle" });
    expect((await run("take", "alpha-nux", "-o", "name")).output).toBe(
      "polecat.gastown.gastown.io/alpha-nux\n",
    );
    expect((await run("release", "alpha-nux")).output).toBe(
      "polecat.gastown.gastown.io/alpha-nux released\n",
    );
    expect(await spec("alpha-nux")).toMatchObject({ management: "Observe" });
  });

  it("take over a rig that is only observed, and release it", async () => {
    const world = await town();
    await world.rig("alpha", { management: "Observe" });
    expect((await world.run("take", "rig/alpha")).output).toBe("rig.gastown.gastown.io/alpha taken over\n");
    expect((await world.object(pathOf.rig("alpha"))).spec).toMatchObject({ management: "Manage" });
    expect((await world.run("take", "rig/alpha")).output).toBe("rig.gastown.gastown.io/alpha unchanged\n");
    expect((await world.run("release", "rig/alpha")).output).toBe("rig.gastown.gastown.io/alpha released\n");
    expect((await world.object(pathOf.rig("alpha"))).spec).toMatchObject({ management: "Observe" });
  });

  it("tell whoever takes over a polecat that its rig is only observed, until that is taken over, too", async () => {
    const world = await town();
    await world.rig("alpha", { management: "Observe" });
    await world.polecat("alpha-nux", { management: "Observe" });
    const { code, errors } = await world.run("take", "alpha-nux");
    expect({ code, last: errors.trimEnd().split("\n").at(-1) }).toEqual({
      code: 0,
      last: "rig/alpha is only observed, and so are its polecats with it: kubectl gastown take rig/alpha",
    });
    expect((await world.run("take", "rig/alpha", "alpha-nux")).errors).not.toContain(
      "is only observed, and so",
    );
  });

  it("say what begins with a take-over of one whose end its spec asks for", async () => {
    const { run, polecat } = bound(await town());
    await polecat("alpha-nux", { management: "Observe", desiredState: "Terminated" });
    expect((await run("take", "alpha-nux")).errors).toContain("its spec asks for its end, which begins now");
  });

  it("a dry run is checked by the server, and changes nothing", async () => {
    const { run, spec, polecat } = bound(await town());
    await polecat("alpha-nux", { management: "Observe" });
    const { code, output } = await run("take", "alpha-nux", "--dry-run=server");
    expect({ code, output }).toEqual({
      code: 0,
      output: "polecat.gastown.gastown.io/alpha-nux taken over (server dry run)\n",
    });
    expect(await spec("alpha-nux")).toMatchObject({ management: "Observe" });
    expect(
      JSON.parse((await run("take", "alpha-nux", "--dry-run=server", "-o", "json")).output),
    ).toMatchObject({
      kind: "Polecat",
      spec: { management: "Manage" },
    });
  });
});

describe("A change that is decided from a read", () => {
  it("is decided anew where somebody has changed the object meanwhile", async () => {
    const world = await town();
    await world.polecat("parser", { desiredState: "Working", beadID: "al-1" });
    // The conflict is the server's own: between read and write the object changes.
    let isHeld = false;
    const thaw = world.api.faults.freeze({ method: "PATCH", path: () => (isHeld = true) });
    const stopping = world.start("stop", "parser");
    await until("its write is on the way", () => isHeld);
    const before = await world.object(pathOf.polecat("parser"));
    await world.client.put(pathOf.polecat("parser"), { ...before, spec: { ...before.spec, beadID: "al-7" } });
    thaw();
    expect((await stopping.ended).code).toBe(0);
    expect(await world.spec("parser")).toMatchObject({ desiredState: "Idle", beadID: "al-7" });
  });

  it("fails in the server's words where that goes on and on", async () => {
    const world = await town();
    await world.polecat("parser", { desiredState: "Working", beadID: "al-1" });
    const message = "the object has been modified";
    world.api.faults.failNext({ method: "PATCH", path: "polecats/parser", status: 409, times: 99, message });
    const { code, errors } = await world.run("stop", "parser");
    expect({ code, errors }).toEqual({ code: 1, errors: `Error from server (Conflict): ${message}\n` });
    expect(await world.spec("parser")).toMatchObject({ desiredState: "Working" });
  });
});

describe("Of several that are named", () => {
  it("one that is not there keeps no other from it; all is reported, and the exit code is 1", async () => {
    const { run, spec, polecat } = bound(await town());
    for (const name of ["parser", "printer"])
      await polecat(name, { desiredState: "Working", beadID: `al-${name}` });
    const { code, output, errors } = await run("stop", "parser", "prnter", "printer");
    expect(code).toBe(1);
    expect(output.match(/stopped/g)).toHaveLength(2);
    expect(errors).toContain(
      'Error from server (NotFound): polecats.gastown.gastown.io "prnter" not found in namespace default; did you mean printer?',
    );
    for (const name of ["parser", "printer"])
      expect(await spec(name)).toMatchObject({ desiredState: "Idle" });
  });

  it("what RBAC forbids is reported in the server's words", async () => {
    const world = await town();
    await world.polecat("parser", { desiredState: "Working", beadID: "al-1" });
    const message = 'polecats.gastown.gastown.io "parser" is forbidden: User "jane" cannot patch resource';
    world.api.faults.failNext({ method: "PATCH", path: "polecats/parser", status: 403, message });
    const { code, errors } = await world.run("stop", "parser");
    expect({ code, errors }).toEqual({ code: 1, errors: `Error from server (Forbidden): ${message}\n` });
    expect(await world.spec("parser")).toMatchObject({ desiredState: "Working" });
  });

  it("a name in another namespace than the one asked for is reported where it is", async () => {
    const world = await town();
    await world.namespace("team-a");
    await world.polecat("parser", {}, "team-a");
    expect((await world.run("stop", "parser")).errors).toContain(
      "there is one in namespace team-a (-n team-a)",
    );
    const { code, errors } = await world.run("stop", "team-a/parser", "-n", "default");
    expect(code).toBe(1);
    expect(errors).toContain("team-a/parser is in another namespace than --namespace default: leave one out");
    expect((await world.run("stop", "team-a/parser")).output).toContain("parser unchanged");
  });
});

describe("drain", () => {
  it("lets each polecat of the rig finish and take no more, in all namespaces, and leaves the others alone", async () => {
    const world = await town();
    await world.namespace("team-a");
    for (const name of ["alpha", "beta"]) await world.rig(name);
    await world.polecat("one", { desiredState: "Working", beadID: "al-1" });
    await world.polecat("two", { desiredState: "Working", beadID: "al-2" }, "team-a");
    await world.polecat("other", { rig: "beta", desiredState: "Working", beadID: "be-1" });
    await world.polecat("seen", { management: "Observe" });
    await world.polecat("gone", { desiredState: "Working", beadID: "al-3" });
    const ended = condition("Ready", "False", "Terminated", "its polecat is gone");
    await world.status(pathOf.polecat("gone"), {
      phase: "Terminated",
      observedGeneration: 1,
      conditions: [ended],
    });
    const { code, errors, output } = await world.run("drain", "alpha");
    expect(code).toBe(0);
    expect(output.match(/stopped/g)).toHaveLength(2);
    expect(errors).toContain("polecat/seen is only observed, and left alone (`kubectl gastown take seen`)");
    expect(errors).toContain("polecat/gone has ended, and is left alone");
    expect(await world.spec("gone")).toMatchObject({ desiredState: "Working" });
    expect(await world.spec("one")).toMatchObject({ desiredState: "Idle" });
    expect(await world.spec("two", "team-a")).toMatchObject({ desiredState: "Idle" });
    expect(await world.spec("other")).toMatchObject({ desiredState: "Working" });
    expect(await world.spec("seen")).toMatchObject({ management: "Observe" });
  });

  it("waits until none is at work", async () => {
    const world = await town();
    await world.rig("alpha");
    await world.polecat("one", { desiredState: "Working", beadID: "al-1" });
    const draining = world.start("drain", "alpha", "--wait");
    await until("it is asked for", async () => (await world.spec("one"))["desiredState"] === "Idle");
    await world.status(pathOf.polecat("one"), working("al-1", { observedGeneration: 2 }));
    await until("it tells", () => draining.errors.includes("polecat/one waits: Working"));
    await world.status(pathOf.polecat("one"), working("al-1", { observedGeneration: 2, phase: "Idle" }));
    expect(await draining.ended).toEqual({ code: 0, signal: null });
  });

  it("drains nothing where it may not see all of them, and knows which rig was meant", async () => {
    const world = await town();
    await world.rig("alpha");
    await world.polecat("one", { desiredState: "Working", beadID: "al-1" });
    expect((await world.run("drain", "alhpa")).errors).toContain('"alhpa" not found; did you mean alpha?');
    world.api.faults.failNext({ method: "GET", path: /\/polecats$/, status: 403, times: 9 });
    const { code, errors } = await world.run("drain", "alpha");
    expect(code).toBe(1);
    expect(errors).toMatch(/^Error from server \(Forbidden\)/);
    expect(await world.spec("one")).toMatchObject({ desiredState: "Working" });
  });
});

function bound(world: Awaited<ReturnType<typeof town>>) {
  return {
    run: (...argv: readonly string[]) => world.run(...argv),
    spec: (name: string) => world.spec(name),
    polecat: (name: string, spec: Record<string, unknown> = {}) => world.polecat(name, spec),
  };
}
