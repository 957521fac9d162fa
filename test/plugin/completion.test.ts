/** What shells are offered behind kubectl gastown, and behind gastown-operator. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { addVerbs, complete } from "../../src/cli/plugin/index.ts";
import { addWhy } from "../../src/cli/why-command.ts";
import { CommandLine } from "../cli/command-line.ts";
import { kubectlProblem } from "embedded-kube/conformance";
import { town, type Town } from "./given.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const problem = kubectlProblem();

async function someTown(): Promise<Town> {
  const world = await town();
  await world.namespace("team-a");
  await world.rig("alpha");
  await world.polecat("parser", { desiredState: "Working", beadID: "al-1" });
  await world.rig("beta", { management: "Observe" });
  await world.polecat("alpha-nux", { management: "Observe" });
  await world.polecat("other", {}, "team-a");
  return world;
}

/** What is offered for the last of the words, without what it is. */
async function offered(world: Town, ...words: readonly string[]): Promise<readonly string[]> {
  const environment = { KUBECONFIG: world.kubeconfig };
  const program = new Command("kubectl gastown");
  addVerbs(program, environment);
  addWhy(program, environment);
  return (await complete(program, words, environment)).map((line) => line.split("\t")[0] ?? "");
}

/** A folder with programs of these names that start this checkout's. */
function programs(folder: string, entries: Readonly<Record<string, string>>): string {
  const bin = path.join(folder, "bin");
  mkdirSync(bin);
  for (const [name, entry] of Object.entries(entries)) {
    const file = path.join(bin, name);
    writeFileSync(
      file,
      `#!/bin/sh\nexec '${path.join(ROOT, "node_modules/.bin/node")}' '${path.join(ROOT, entry === "main.ts" ? "src" : "src/programs", entry)}' "$@"\n`,
    );
    chmodSync(file, 0o755);
  }
  return bin;
}

describe("Candidates", () => {
  it("are verbs, flags, formats, and the names that a verb takes", async () => {
    const world = await someTown();
    expect(await offered(world, "st")).toEqual(["status", "stop", ":4"]);
    expect(await offered(world, "convoy", "")).toEqual(["create", "status", "watch", ":4"]);
    expect(await offered(world, "stop", "--t")).toEqual(["--terminate", "--timeout", ":4"]);
    expect(await offered(world, "status", "-o", "")).toEqual(["json", "yaml", "name", "wide", ":4"]);
    expect(await offered(world, "stop", "")).toEqual(["parser", "rig/alpha", "rig/beta", ":4"]);
    expect(await offered(world, "take", "")).toEqual(["alpha-nux", "rig/beta", ":4"]);
    expect(await offered(world, "release", "")).toEqual(["parser", "rig/alpha", ":4"]);
    expect(await offered(world, "stop", "-n", "team-a", "o")).toEqual(["other", ":4"]);
    expect(await offered(world, "stop", "--namespace=team-a", "o")).toEqual(["other", ":4"]);
    expect(await offered(world, "stop", "-n", "")).toEqual(["default", "team-a", ":4"]);
    expect(await offered(world, "sling", "")).toEqual([":4"]);
    expect(await offered(world, "sling", "al-1", "")).toEqual(["alpha", "beta", ":4"]);
    expect(await offered(world, "why", "p")).toEqual(["parser", "polecat/", ":4"]);
    expect(await offered(world, "events", "pa")).toEqual(["parser", ":4"]);
    expect(await offered(world, "why", "pc/p")).toEqual(["pc/parser", ":4"]);
    expect(await offered(world, "status", "--kubeconfig", "")).toEqual([":0"]);
    expect(await offered(world, "status", "--context", "")).toHaveLength(2);
  });

  it("are none, and no error either, without a server, a right or a command", async () => {
    const world = await someTown();
    world.api.faults.failNext({ path: "gastown.io", status: 403, times: 9 });
    expect(await offered(world, "take", "")).toEqual([":4"]);
    await world.api.stop();
    expect(await offered(world, "take", "")).toEqual([":4"]);
    expect(await offered(world, "take", "--context", "none", "")).toEqual([":4"]);
    expect(await offered(world, "nonsense", "-n")).toEqual([":4"]);
    expect(await offered(world)).toContain("status");
  });

  it.skipIf(problem !== undefined)("are what kubectl itself asks for", async () => {
    const world = await someTown();
    const folder = path.dirname(world.kubeconfig);
    const bin = programs(folder, {
      "kubectl-gastown": "kubectl-gastown.ts",
      "kubectl_complete-gastown": "kubectl-complete.ts",
    });
    const { stdout } = await execa("kubectl", ["__complete", "gastown", "take", ""], {
      env: { PATH: `${bin}:${process.env["PATH"] ?? ""}`, HOME: folder, KUBECONFIG: world.kubeconfig },
      extendEnv: false,
    });
    expect(stdout.split("\n").slice(0, 3)).toEqual(["alpha-nux", "rig/beta", ":4"]);
  });

  it("are taken by bash from its script, and a shell that there is no script for is reported", async () => {
    const world = await someTown();
    const folder = path.dirname(world.kubeconfig);
    const bin = programs(folder, { "gastown-operator": "main.ts" });
    const script = [
      "source <(gastown-operator completion bash)",
      'COMP_WORDS=(gastown-operator stop p); COMP_CWORD=2; _gastown_operator; echo "${COMPREPLY[@]}"',
      'COMP_WORDS=(gastown-operator com); COMP_CWORD=1; _gastown_operator; echo "${COMPREPLY[@]}"',
    ].join("\n");
    const { stdout } = await execa("bash", ["-c", script], {
      env: { PATH: `${bin}:${process.env["PATH"] ?? ""}`, HOME: folder, KUBECONFIG: world.kubeconfig },
      extendEnv: false,
    });
    expect(stdout.split("\n")).toEqual(["parser", "completion"]);
    const wrong = new CommandLine(["completion", "bsh"]);
    expect((await wrong.ended).code).toBe(2);
    expect(wrong.errors).toContain("did you mean bash?");
  });
});
