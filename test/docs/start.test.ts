/**
 * A new user on a fresh machine: the package, the demo, and the page about the first five minutes with a town, command by
 * command, as the page has them. The town is simulated; for a real one, which is changed by it, name its folder, a rig of it
 * and an open bead: START_TOWN=… START_RIG=… START_BEAD=… npx vitest run test/docs/start.test.ts. Where its agent does not,
 * close the bead once it is in work.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pack } from "../../scripts/release/index.ts";
import { ALPHA, BETA, Town, until } from "../e2e/harness/index.ts";
import { kubectlProblem } from "embedded-kube/conformance";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { blocksOf, commandsOf } from "./blocks.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const FIVE_MINUTES = 300_000;

const problem = kubectlProblem();
if (problem !== undefined && process.env["CI"] === "true") throw new Error(problem);

const { START_TOWN, START_RIG = "alpha", START_BEAD = "al-1r3" } = process.env;
/** In the page's order, with how each is run; kubectl shows a bead's polecat by the bead's id. */
const commands = blocksOf("docs/start.md")
  .filter(({ language }) => language === "sh")
  .flatMap((block) => commandsOf(block).map((command) => ({ command, remark: block.remark })))
  .map(({ command, remark }) => ({
    remark,
    command: command.replaceAll("al-1r3", START_BEAD).replaceAll(/\balpha\b/g, START_RIG),
  }));

describe.skipIf(problem !== undefined)("The first five minutes", () => {
  let folder: string;
  let tarball: string;
  let town: Town | undefined;
  let operator: ChildProcess | undefined;
  let said = "";
  let begun = 0;
  /** What the page's shell was told to export. */
  const exported: string[] = [];

  const environment = (): Record<string, string> => {
    const gt = town === undefined ? [] : [path.dirname(town.gtPath)];
    const places = [path.join(folder, "npm/bin"), ...gt, process.env["PATH"] ?? ""];
    return {
      HOME: folder,
      TMPDIR: path.join(folder, "tmp"),
      PATH: places.join(":"),
      npm_config_prefix: path.join(folder, "npm"),
    };
  };

  /** The shell of a person, which remembers what was exported. */
  function shell(command: string) {
    return execa("sh", ["-c", [...exported, command].join("\n")], {
      env: environment(),
      extendEnv: false,
      reject: false,
      cwd: folder,
      timeout: WAIT_DEADLINE_MS,
    });
  }

  async function start(command: string): Promise<void> {
    const env = environment();
    operator = spawn("sh", ["-c", `exec ${command}`], {
      env,
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [operator.stdout, operator.stderr])
      stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    await until(
      "it serves",
      () => said.includes("export KUBECONFIG="),
      () => said,
    );
    expect(said).toContain(path.join(folder, ".gastown-operator/kubeconfig"));
  }

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "gastown-start-"));
    for (const name of ["npm", "tmp", "package"]) mkdirSync(path.join(folder, name));
    tarball = path.join(folder, "package", pack(ROOT, path.join(folder, "package")).filename);
    if (START_TOWN === undefined) {
      const plans = { [START_BEAD]: { behaviour: "finish", afterMs: 5_000 } } as const;
      town = new Town(path.join(folder, "gt"), { rigs: [ALPHA, BETA], beads: [START_BEAD, "al-bbk"], plans });
      town.gt("sling", "al-bbk", "alpha");
    } else symlinkSync(START_TOWN, path.join(folder, "gt"));
    begun = Date.now();
  });
  afterAll(async () => {
    if (operator?.exitCode === null && operator.kill("SIGTERM")) await once(operator, "close");
    rmSync(folder, { recursive: true, force: true });
  });

  it("is a page with commands", () => {
    expect(commands.length).toBeGreaterThan(8);
    expect(new Set(commands.map(({ remark }) => remark))).toEqual(
      new Set(["", "run as: install", "run as: service"]),
    );
  });

  it.each(commands)("$command", async ({ command, remark }) => {
    if (remark === "run as: service") return start(command);
    if (/^export \w+=/.test(command)) {
      exported.push(command);
      expect(existsSync(path.join(folder, ".gastown-operator/kubeconfig"))).toBe(true);
      return;
    }
    // The package of this checkout, which nobody has published yet.
    const run =
      remark === "run as: install" ? command.replace(/ gastown-operator$/, ` --offline ${tarball}`) : command;
    const { exitCode, stdout, stderr } = await shell(run);
    expect(exitCode, `${stdout}${stderr}${said}`).toBe(0);
    expect(stdout).not.toBe("");
  });

  it("has given a bead to a polecat, seen it closed and ended the polecat, in under five minutes", async () => {
    const { stdout } = await shell(`kubectl get polecat ${START_BEAD} -o jsonpath='{.status.phase}'`);
    expect(stdout).toBe("Terminated");
    if (town !== undefined) {
      expect(town.bead(START_BEAD).status).toBe("closed");
      // What nobody asked for was left alone.
      expect(town.state.polecats).toHaveLength(1);
      expect(town.bead("al-bbk").status).toBe("hooked");
    }
    expect(Date.now() - begun).toBeLessThan(FIVE_MINUTES);
  });
});
