/** The commands of docs/kubectl-plugin.md, as kubectl runs them, beside an operator and a simulated town. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noteInspector } from "../../src/cli/noted-inspector.ts";
import { ALPHA, BETA, createWorld, until, type World } from "../e2e/harness/index.ts";
import { kubectlProblem } from "embedded-kube/conformance";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const ROOT = path.join(import.meta.dirname, "../..");
const PAGE = readFileSync(path.join(ROOT, "docs/kubectl-plugin.md"), "utf8");

const problem = kubectlProblem();
if (problem !== undefined && process.env["CI"] === "true") throw new Error(problem);

/** In the page's order: each goes on from what the ones before have done. */
const commands = [...PAGE.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = ""]) =>
  block.trim().split("\n"),
);

describe.skipIf(problem !== undefined)("The page about the plugin", () => {
  let world: World;
  let folder: string;

  /** A shell whose PATH has kubectl and the plugin. */
  function shell(command: string) {
    return execa("sh", ["-c", command], {
      env: {
        HOME: folder,
        PATH: `${path.join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
        KUBECONFIG: world.api.kubeconfigPath,
      },
      extendEnv: false,
      reject: false,
      timeout: WAIT_DEADLINE_MS,
    });
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "gastown-documented-"));
    mkdirSync(path.join(folder, "bin"));
    const plugin = path.join(folder, "bin/kubectl-gastown");
    const [node, program] = [
      path.join(ROOT, "node_modules/.bin/node"),
      path.join(ROOT, "src/programs/kubectl-gastown.ts"),
    ];
    writeFileSync(plugin, `#!/bin/sh\nexec '${node}' '${program}' "$@"\n`);
    chmodSync(plugin, 0o755);
    const finish = { behaviour: "finish", afterMs: 20_000 } as const;
    world = await createWorld({
      seed: {
        rigs: [ALPHA, BETA],
        beads: ["al-1r3", "al-9x2", "al-byhand", "be-nmj"],
        plans: { "al-1r3": finish, "al-9x2": finish },
      },
      flags: ["--adopt", "true", "--inspector-address", "127.0.0.1:0"],
    });
    // As `local` does, beside which nobody has to say where it is.
    const url = await until(
      "its inspector is there",
      () => /http:\/\/127\.0\.0\.1:\d+\/inspector\//.exec(world.operator.output)?.[0],
    );
    noteInspector(world.api.kubeconfigPath, url);
    world.town.gt("sling", "al-byhand", "alpha");
    await world.cluster.untilPhase("Polecat", "alpha-furiosa", "Working");
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true });
  });

  it("has commands, and no block of them that begins otherwise", () => {
    expect(commands.length).toBeGreaterThan(20);
    expect(commands.filter((command) => !command.startsWith("kubectl gastown "))).toEqual([]);
  });

  it.each(commands)("%s", async (command) => {
    if (!command.includes(" -f")) {
      const { exitCode, stderr, stdout } = await shell(command);
      expect(exitCode, `${stdout}${stderr}`).toBe(0);
      expect(stdout).not.toBe("");
      return;
    }
    // It goes on until somebody ends it, with or without anything new.
    const following = shell(`exec ${command}`);
    let stdout = "";
    following.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    await until("it tells", () => stdout.includes("\n"));
    following.kill();
    await following;
    expect(stdout).toMatch(command.includes("events") ? /^\d{4}-\d\d-\d\d / : /^simulated agent$/m);
  });

  it("leaves the town as its commands asked for", () => {
    expect(world.town.bead("al-1r3").status).toBe("closed");
    expect(world.cluster.get("Polecat", "parser")?.spec).toMatchObject({ rig: "alpha", beadID: "al-9x2" });
    expect(world.cluster.get("Polecat", "alpha-furiosa")?.spec).toMatchObject({ management: "Observe" });
    expect(world.cluster.get("Convoy", "first-release")?.status).toMatchObject({ phase: "Completed" });
    expect(world.cluster.get("Rig", "alpha")?.spec).toMatchObject({ paused: false });
    expect(world.town.bead("be-nmj").status).toBe("open");
  });
});
