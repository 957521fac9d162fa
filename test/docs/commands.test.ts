/** The commands of the pages that need no more than an operator beside the demo's town, in the order of this list. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_TOWN } from "../../src/cli/demo-town.ts";
import { createWorld, type World } from "../e2e/harness/index.ts";
import { kubectlProblem } from "embedded-kube/conformance";
import { blocksOf, commandsOf, RUN_BESIDE_THE_DEMO } from "./blocks.ts";
import { shellBeside } from "./shell.ts";

const problem = kubectlProblem();
if (problem !== undefined && process.env["CI"] === "true") throw new Error(problem);

const commands = RUN_BESIDE_THE_DEMO.flatMap((page) =>
  blocksOf(page)
    .filter(({ language, remark }) => language === "sh" && remark === "")
    .flatMap((block) => commandsOf(block).map((command) => ({ page, command }))),
);

describe.skipIf(problem !== undefined)("Beside the demo's town", () => {
  let world: World;
  let shell: ReturnType<typeof shellBeside>;
  beforeAll(async () => {
    world = await createWorld({ seed: DEMO_TOWN, flags: ["--adopt", "true"], journal: true });
    shell = shellBeside(world);
    await world.cluster.untilPhase("Rig", "alpha", "Ready");
  });
  afterAll(() => world.close());

  it("each page has commands", () => {
    expect(new Set(commands.map(({ page }) => page))).toEqual(new Set(RUN_BESIDE_THE_DEMO));
  });

  it.each(commands)("$page: $command", async ({ command }) => {
    const here = command.replaceAll("DIR", path.join(world.folder, "data"));
    // What watches goes on until somebody ends it.
    const { exitCode, stdout, stderr } = await shell(/ -w$/.test(here) ? `${here} | head -n 2` : here);
    expect(exitCode, `${stdout}${stderr}`).toBe(0);
    expect(stdout).not.toBe("");
  });

  it("the resources of the samples are there, and what the README asks for has begun", async () => {
    expect(world.cluster.get("Convoy", "first-release")).toBeDefined();
    await world.cluster.untilPhase("Polecat", "parser", "Terminated");
  });
});
