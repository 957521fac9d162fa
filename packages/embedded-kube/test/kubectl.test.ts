import { expect, it } from "vitest";
import { condition } from "./conformance/given.ts";
import { describeKubectl, manifest } from "./kubectl.ts";

describeKubectl("kubectl reads and writes what the embedded API has", (kubectl) => {
  it("lists the resources with short names, groups and categories", async () => {
    const table = await kubectl.ok(["api-resources", "--api-group=gastown.gastown.io"]);
    expect(table).toMatch(/^polecats\s+pc\s+gastown\.gastown\.io\/v1alpha1\s+true\s+Polecat$/m);
    expect(table).toMatch(/^rigs\s+gastown\.gastown\.io\/v1alpha1\s+false\s+Rig$/m);
    expect(await kubectl.ok(["api-resources", "--categories=gastown", "-o", "name"])).toContain(
      "convoys.gastown.gastown.io",
    );
  });

  it("creates, and refuses to create again", async () => {
    expect(await kubectl.create("created")).toBe("polecat.gastown.gastown.io/created created");
    const again = await kubectl.run(["create", "-f", "-"], { input: manifest("created") });
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain(
      'Error from server (AlreadyExists): error when creating "STDIN": polecats.gastown.gastown.io "created" already exists',
    );
  });

  it("applies: created, unchanged, configured", async () => {
    const apply = (spec: object) => kubectl.ok(["apply", "-f", "-"], manifest("applied", spec));
    expect(await apply({ taskDescription: "one" })).toBe("polecat.gastown.gastown.io/applied created");
    expect(await apply({ taskDescription: "one" })).toBe("polecat.gastown.gastown.io/applied unchanged");
    expect(await apply({ agent: "aider" })).toBe("polecat.gastown.gastown.io/applied configured");
    expect(await kubectl.field("applied", ".spec.taskDescription")).toBe("");
    expect(await kubectl.field("applied", ".spec.agent")).toBe("aider");
  });

  it("applies on the server, and shows conflicts with their way out", async () => {
    const apply = (manager: string, agent: string, ...more: string[]) =>
      kubectl.run(["apply", "--server-side", `--field-manager=${manager}`, ...more, "-f", "-"], {
        input: manifest("ssa", { agent }),
      });
    expect((await apply("one", "aider")).stdout).toBe("polecat.gastown.gastown.io/ssa serverside-applied");
    const conflict = await apply("two", "opencode");
    expect(conflict.exitCode).toBe(1);
    expect(conflict.stderr).toContain('Apply failed with 1 conflict: conflict with "one": .spec.agent');
    expect(conflict.stderr).toContain("--force-conflicts");
    expect((await apply("two", "opencode", "--force-conflicts")).exitCode).toBe(0);
    expect(await kubectl.field("ssa", ".spec.agent")).toBe("opencode");
  });

  it("prints tables, wide ones, YAML, and what selectors choose", async () => {
    await kubectl.create("seen", { desiredState: "Working", beadID: "al-1r3" }, { labels: { shown: "yes" } });
    await kubectl.setStatus("seen", {
      phase: "Working",
      bead: "al-1r3",
      mode: "Manage",
      branch: "polecat/seen",
      conditions: [condition("Ready", "True")],
    });
    const [head, row, ...more] = (await kubectl.ok(["get", "polecats", "-l", "shown=yes"])).split("\n");
    expect(head?.split(/\s+/)).toEqual(["NAME", "PHASE", "BEAD", "RIG", "MODE", "STUCK", "AGE"]);
    expect(row).toMatch(/^seen\s+Working\s+al-1r3\s+alpha\s+Manage\s+\d+s$/);
    expect(more).toEqual([]);
    const wide = await kubectl.ok([
      "get",
      "polecats",
      "--field-selector",
      "metadata.name=seen",
      "-o",
      "wide",
    ]);
    expect(wide.split("\n")[0]).toMatch(/REASON\s+POLECAT\s+BRANCH\s+SESSION/);
    expect(wide.split("\n")[0]).toMatch(/UNCHANGED\s+MESSAGE/);
    expect(wide).toMatch(/Observed\s+polecat\/seen/);
    expect(await kubectl.ok(["get", "polecat", "seen", "-o", "yaml"])).toMatch(
      /^apiVersion: gastown.gastown.io\/v1alpha1\nkind: Polecat\n/,
    );
    expect(await kubectl.ok(["get", "gastown", "-A", "-o", "name"])).toContain(
      "polecat.gastown.gastown.io/seen",
    );
    expect((await kubectl.run(["get", "polecats", "-l", "shown=no"])).stderr).toContain(
      "No resources found in default namespace.",
    );
    const missing = await kubectl.run(["get", "polecats", "nobody"]);
    expect(missing).toMatchObject({
      exitCode: 1,
      stderr: 'Error from server (NotFound): polecats.gastown.gastown.io "nobody" not found',
    });
  });

  it("describes an object with its events", async () => {
    await kubectl.create("described");
    const uid = await kubectl.field("described", ".metadata.uid");
    const event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: "described.1", namespace: "default" },
      involvedObject: {
        apiVersion: "gastown.gastown.io/v1alpha1",
        kind: "Polecat",
        name: "described",
        namespace: "default",
        uid,
      },
      reason: "Slung",
      message: "Slung al-1r3 onto alpha",
      type: "Normal",
      source: { component: "gastown-operator" },
      firstTimestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      lastTimestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      count: 1,
    };
    await kubectl.ok(["create", "-f", "-"], JSON.stringify(event));
    const text = await kubectl.ok(["describe", "polecat", "described"]);
    expect(text).toMatch(/^Name:\s+described$/m);
    expect(text).toMatch(/Desired State:\s+Idle/);
    expect(text).toMatch(/Normal\s+Slung\s+\d+s\s+gastown-operator\s+Slung al-1r3 onto alpha/);
    expect(await kubectl.ok(["events", "--for", "polecat/described"])).toContain("Slung al-1r3 onto alpha");
  });

  it("describes what an actor remembers in one line, behind what people look for", async () => {
    await kubectl.create("remembered");
    const context = { uid: "u1", request: { bead: "al-1", sling: { args: null } }, checks: [1, 2, 3] };
    const snapshot = { machine: "polecat", version: 5, value: "idle.resting", context, sequence: 7 };
    await kubectl.setStatus("remembered", {
      phase: "Idle",
      conditions: [condition("Ready", "True")],
      snapshot: JSON.stringify(snapshot),
    });
    const lines = (await kubectl.ok(["describe", "polecat", "remembered"])).split("\n");
    const at = (words: RegExp): number => lines.findIndex((line) => words.test(line));
    expect(lines[at(/^ {2}Snapshot:/)]).toContain(JSON.stringify(context));
    expect(lines[at(/^ {2}Snapshot:/) + 1]).toMatch(/^Events:/);
    expect(at(/^ {2}Conditions:/)).toBeLessThan(at(/^ {2}Snapshot:/));
  });

  it("explains fields", async () => {
    const text = await kubectl.ok(["explain", "polecat.spec.desiredState"]);
    expect(text).toMatch(/GROUP:\s+gastown\.gastown\.io/);
    expect(text).toMatch(/FIELD: desiredState <string>/);
    expect(text).toMatch(/ENUM:\s+Idle\s+Working\s+Terminated/);
    expect(await kubectl.ok(["explain", "rig", "--recursive"])).toContain("maxPolecats");
  });

  it("patches by merge and by operations", async () => {
    await kubectl.create("patched");
    const merge = ["patch", "polecat", "patched", "--type=merge", "-p", '{"spec":{"agent":"aider"}}'];
    expect(await kubectl.ok(merge)).toBe("polecat.gastown.gastown.io/patched patched");
    expect(await kubectl.ok(merge)).toBe("polecat.gastown.gastown.io/patched patched (no change)");
    await kubectl.ok([
      "patch",
      "polecat",
      "patched",
      "--type=json",
      "-p",
      '[{"op":"replace","path":"/spec/agent","value":"opencode"}]',
    ]);
    expect(await kubectl.field("patched", ".spec.agent")).toBe("opencode");
    const immutable = await kubectl.run([
      "patch",
      "polecat",
      "patched",
      "--type=merge",
      "-p",
      '{"spec":{"rig":"beta"}}',
    ]);
    expect(immutable.exitCode).toBe(1);
    expect(immutable.stderr).toContain("rig is immutable: make another Polecat instead");
  });

  it("labels, annotates and replaces", async () => {
    await kubectl.create("marked");
    expect(await kubectl.ok(["label", "polecats", "marked", "team=red"])).toBe(
      "polecat.gastown.gastown.io/marked labeled",
    );
    const refused = await kubectl.run(["label", "polecats", "marked", "team=blue"]);
    expect(refused.exitCode).toBe(1);
    await kubectl.ok(["label", "polecats", "marked", "team=blue", "--overwrite"]);
    expect(await kubectl.ok(["annotate", "polecats", "marked", "example.com/why=because"])).toBe(
      "polecat.gastown.gastown.io/marked annotated",
    );
    expect(await kubectl.field("marked", ".metadata.annotations.example\\.com/why")).toBe("because");
    expect(await kubectl.ok(["label", "polecats", "marked", "team-"])).toBe(
      "polecat.gastown.gastown.io/marked unlabeled",
    );
    const replaced = await kubectl.ok(["replace", "-f", "-"], manifest("marked", { agent: "aider" }));
    expect(replaced).toBe("polecat.gastown.gastown.io/marked replaced");
    expect(await kubectl.field("marked", ".metadata.annotations")).toBe("");
  });

  it("tells what is wrong with a manifest, with the path", async () => {
    const bad = async (spec: object) => {
      const { exitCode, stderr } = await kubectl.run(["apply", "-f", "-"], { input: manifest("bad", spec) });
      expect(exitCode).toBe(1);
      return stderr;
    };
    expect(await bad({ desiredState: "Working" })).toBe(
      'The Polecat "bad" is invalid: spec.beadID: Invalid value: "object": beadID is needed when desiredState is Working: name the bead to work on, such as al-1r3',
    );
    expect(await bad({ desiredState: "Sleeping" })).toContain(
      '* spec.desiredState: Unsupported value: "Sleeping": supported values: "Idle", "Working", "Terminated"',
    );
    expect(await bad({ agnet: "aider" })).toContain(
      'Polecat in version "v1alpha1" cannot be handled as a Polecat: strict decoding error: unknown field "spec.agnet"',
    );
    expect((await kubectl.run(["get", "polecats", "bad"])).exitCode).toBe(1);
  });

  it("knows the server's version", async () => {
    expect(await kubectl.ok(["version"])).toMatch(/^Server Version: v1\.34\./m);
  });
});
