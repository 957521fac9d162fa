import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test, type TestContext } from "vitest";
import { z } from "zod";
import { StubTown, type StubTownOptions } from "../../bench/peer/stub/town.ts";

const BEADS = Array.from({ length: 600 }, (_, index) => `al-${index}`);

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function town(context: TestContext, options: Partial<StubTownOptions> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-stub-"));
  const stub = new StubTown({
    root: path.join(folder, "town"),
    exchange: path.join(folder, "exchange"),
    logFile: path.join(folder, "calls.jsonl"),
    gtVersion: "1.0.1",
    rigs: [
      { name: "alpha", prefix: "al", polecats: 40 },
      { name: "beta", prefix: "be", polecats: 40 },
    ],
    beads: [...BEADS, "be-0"],
    latencyMs: 0,
    hasDatabases: true,
    ...options,
  });
  context.onTestFinished(async () => {
    await stub.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (program: string, ...argv: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const child = spawn(path.join(stub.bin, program), argv);
      const ended = { stdout: "", stderr: "" };
      child.stdout.on("data", (chunk: Buffer) => (ended.stdout += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (ended.stderr += chunk.toString()));
      child.once("close", (code) => resolve({ code, ...ended }));
    });
  return { stub, run, folder };
}

const hasCompiler = spawnSync("cc", ["--version"]).status === 0;

describe.for(hasCompiler ? (["compiled", "script"] as const) : (["script"] as const))(
  "the stub's client, %s",
  (client) => {
    test("gives gt's answer and exit code, whatever is in its words", async (context) => {
      const { run, stub } = town(context, { client });
      expect(stub.clientForm).toBe(client);
      expect(JSON.parse((await run("gt", "health", "--json")).stdout)).toMatchObject({
        server: { running: true },
      });
      const odd = "--args=two\nlines, 'quotes' and \"more\"";
      await run("gt", "sling", "al-0", "nowhere", odd);
      expect(stub.calls.at(-1)).toMatchObject({ argv: ["sling", "al-0", "nowhere", odd], exitCode: 1 });
      expect(await run("gt", "mq", "list", "nowhere", "--json")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("nowhere") as string,
      });
      expect(await run("bd", "close", "al-0")).toMatchObject({ code: 0 });
    });

    test("takes more words than a pipe takes at once, and gives more than one holds", async (context) => {
      const { run } = town(context, { client });
      const { stdout } = await run("gt", "show", ...BEADS, "--json");
      const shown = z.array(z.looseObject({ id: z.string() })).parse(JSON.parse(stdout));
      expect(shown.map(({ id }) => id)).toEqual(BEADS);
    });

    test("of many at once, each has its own answer", async (context) => {
      const { run } = town(context, { client });
      const ids = BEADS.slice(0, 30);
      const answers = await Promise.all(ids.map((id) => run("gt", "show", id, "--json")));
      expect(answers.map(({ stdout }) => /"id": "([^"]+)"/.exec(stdout)?.[1])).toEqual(ids);
    });

    test("ends when the town goes while it waits", async (context) => {
      const { run, stub } = town(context, { client, latencyMs: 3_600_000 });
      const call = run("gt", "health", "--json");
      await expect.poll(() => stub.callsUnderWay).toBe(1);
      await stub.close();
      expect(await call).toMatchObject({ code: 1 });
    });
  },
);

describe("the stub town", () => {
  test("slings one bead of a rig after another, other rigs meanwhile, and logs each call", async (context) => {
    const { run, stub, folder } = town(context, { latencyMs: 50 });
    await Promise.all([run("gt", "sling", "al-0", "alpha"), run("gt", "sling", "al-1", "alpha")]);
    await run("gt", "sling", "be-0", "beta");
    const [first, second] = stub.calls;
    if (first === undefined || second === undefined) throw new Error("there are no two calls");
    expect(second.endMs - first.endMs).toBeGreaterThanOrEqual(49);
    const logged = readFileSync(path.join(folder, "calls.jsonl"), "utf8").trimEnd().split("\n");
    expect(logged.map((line): unknown => JSON.parse(line))).toEqual(stub.calls);
    expect(stub.calls.map(({ command, rig }) => [command, rig])).toEqual([
      ["sling", "alpha"],
      ["sling", "alpha"],
      ["sling", "beta"],
    ]);
  });

  test.for(["1.0.1", "1.2.1"] as const)("of gt %s takes more polecats than gt does", (gtVersion, context) => {
    const { stub } = town(context, { gtVersion });
    for (const id of BEADS.slice(0, 40)) stub.run("gt", ["sling", id, "alpha"]);
  });
});
