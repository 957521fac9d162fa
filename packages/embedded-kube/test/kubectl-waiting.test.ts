import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { containing } from "./conformance/expected.ts";
import { condition } from "./conformance/given.ts";
import { describeKubectl, manifest } from "./kubectl.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

describeKubectl("kubectl watches, waits, edits, compares and deletes", (kubectl) => {
  it("watches a table until it is told to stop", async () => {
    const watching = kubectl.start(["get", "polecats", "-l", "watched=yes", "-w"]);
    let seen = "";
    watching.stdout.on("data", (chunk: Buffer) => (seen += chunk.toString()));
    try {
      await kubectl.create("watched", {}, { labels: { watched: "yes" } });
      await vi.waitFor(() => expect(seen).toMatch(/^NAME\s+PHASE.*\nwatched\s/), {
        timeout: WAIT_DEADLINE_MS,
      });
      await kubectl.setStatus("watched", { phase: "Idle" });
      await vi.waitFor(() => expect(seen).toMatch(/\nwatched\s+Idle\s/), { timeout: WAIT_DEADLINE_MS });
    } finally {
      watching.kill();
      await watching;
    }
    expect(seen.match(/NAME/g)).toHaveLength(1);
  });

  it("edits with the editor of the person", async () => {
    await kubectl.create("edited");
    const editor = path.join(kubectl.home, "editor.sh");
    await writeFile(editor, '#!/bin/sh\nsed -i "s/agent: claude-code/agent: aider/" "$1"\n');
    await chmod(editor, 0o700);
    const { exitCode, stdout } = await kubectl.run(["edit", "polecat", "edited"], { editor });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "polecat.gastown.gastown.io/edited edited" });
    expect(await kubectl.field("edited", ".spec.agent")).toBe("aider");
  });

  it("waits for a condition, for a value, and for a deletion", async () => {
    await kubectl.create("awaited", {}, { finalizers: ["test.gastown.io/hold"] });
    const wait = (what: string) => kubectl.run(["wait", "polecat/awaited", `--for=${what}`, "--timeout=40s"]);
    const ready = wait("condition=Ready");
    const idle = wait("jsonpath={.status.phase}=Idle");
    await kubectl.setStatus("awaited", { phase: "Idle", conditions: [condition("Ready", "True")] });
    expect(await ready).toMatchObject({
      exitCode: 0,
      stdout: "polecat.gastown.gastown.io/awaited condition met",
    });
    expect(await idle).toMatchObject({
      exitCode: 0,
      stdout: "polecat.gastown.gastown.io/awaited condition met",
    });
    await kubectl.ok(["delete", "polecat", "awaited", "--wait=false"]);
    const gone = wait("delete");
    await kubectl.ok([
      "patch",
      "polecat",
      "awaited",
      "--type=merge",
      "-p",
      '{"metadata":{"finalizers":null}}',
    ]);
    expect(await gone).toMatchObject({ exitCode: 0 });
    await kubectl.create("never");
    const never = await kubectl.run(["wait", "polecat/never", "--for=condition=Ready", "--timeout=1s"]);
    expect(never).toMatchObject({
      exitCode: 1,
      stderr: containing("timed out waiting for the condition"),
    });
  });

  it("deletes, and waits for what finalizers hold", async () => {
    await kubectl.create("deleted");
    expect(await kubectl.ok(["delete", "polecat", "deleted"])).toMatch(
      /^polecat\.gastown\.gastown\.io "deleted" deleted/,
    );
    await kubectl.create("held", {}, { finalizers: ["test.gastown.io/hold"] });
    const deleting = kubectl.run(["delete", "polecat", "held"]);
    await vi.waitFor(
      async () => expect(await kubectl.field("held", ".metadata.deletionTimestamp")).not.toBe(""),
      {
        timeout: WAIT_DEADLINE_MS,
      },
    );
    await kubectl.ok(["patch", "polecat", "held", "--type=merge", "-p", '{"metadata":{"finalizers":null}}']);
    expect(await deleting).toMatchObject({ exitCode: 0 });
    expect((await kubectl.run(["get", "polecats", "held"])).exitCode).toBe(1);
    await kubectl.create("chosen", {}, { labels: { gone: "soon" } });
    expect(await kubectl.ok(["delete", "polecats", "-l", "gone=soon"])).toContain('"chosen" deleted');
  });

  it("shows the difference that an apply would make, and none for none", async () => {
    await kubectl.ok(["apply", "-f", "-"], manifest("diffed"));
    const same = await kubectl.run(["diff", "-f", "-"], { input: manifest("diffed") });
    expect(same).toMatchObject({ exitCode: 0, stdout: "" });
    const changed = await kubectl.run(["diff", "-f", "-"], { input: manifest("diffed", { agent: "aider" }) });
    expect(changed.exitCode).toBe(1);
    expect(changed.stdout).toContain("-  agent: claude-code\n+  agent: aider");
    expect(await kubectl.field("diffed", ".spec.agent")).toBe("claude-code");
  });

  it("makes and removes namespaces", async () => {
    expect(await kubectl.ok(["create", "namespace", "suburb"])).toBe("namespace/suburb created");
    await kubectl.ok(["create", "-n", "suburb", "-f", "-"], manifest("there"));
    expect(await kubectl.ok(["delete", "namespace", "suburb"])).toContain('namespace "suburb" deleted');
    expect(
      await kubectl.ok(["get", "polecats", "-A", "-o", "name", "--field-selector", "metadata.name=there"]),
    ).toBe("");
  });
});
