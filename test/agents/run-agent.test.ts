/** The script that runs an agent, in a real `sh`. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { AGENT_FILES, RUN_AGENT } from "../../src/agents/index.ts";

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "agent run "));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  writeFileSync(path.join(made, AGENT_FILES.run), RUN_AGENT);
  return made;
}

function run(at: string, argv: readonly string[], instructions = "Do it.") {
  const child = spawn("/bin/sh", [path.join(at, AGENT_FILES.run), at, ...argv], {
    cwd: at,
    env: { PATH: process.env["PATH"] ?? "", GASTOWN_INSTRUCTIONS: instructions },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (printed.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed.stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const closed = new Promise((resolve) => child.once("close", resolve));
  return { child, printed, ended, closed };
}

const read = (at: string, name: string): string => readFileSync(path.join(at, name), "utf8");

describe("An agent that is run by the script", () => {
  it("has its instructions on its standard input, as they are", async () => {
    const at = folder();
    const instructions = "-n %s $(touch ran) `touch ran` \"'\\n\nsecond line";
    const { closed, ended } = run(at, ["cat"], instructions);
    await closed;
    expect(await ended).toBe(0);
    expect(read(at, AGENT_FILES.output)).toBe(`${instructions}\n`);
    expect(read(at, AGENT_FILES.instructions)).toBe(`${instructions}\n`);
    expect(existsSync(path.join(at, "ran"))).toBe(false);
  });

  it("has its arguments as they are", async () => {
    const at = folder();
    const argv = ["$(touch ran)", "a  b", "", "*", ";reboot"];
    const { closed } = run(at, ["printf", "[%s]", ...argv]);
    await closed;
    expect(read(at, AGENT_FILES.output)).toBe(argv.map((one) => `[${one}]`).join(""));
  });

  it("ends the container with its own exit code, which is in a file, too", async () => {
    const at = folder();
    const { closed, ended, printed } = run(at, ["sh", "-c", "echo out; echo err >&2; exit 42"]);
    await closed;
    expect([await ended, read(at, AGENT_FILES.exitCode)]).toEqual([42, "42\n"]);
    expect(printed).toEqual({ stdout: "out\n", stderr: "err\n" });
    expect(read(at, AGENT_FILES.output)).toBe("out\n");
  });

  it("that is not there is reported with 127", async () => {
    const at = folder();
    const { closed, ended } = run(at, ["/no/such/agent"]);
    await closed;
    expect([await ended, read(at, AGENT_FILES.exitCode)]).toEqual([127, "127\n"]);
  });

  it("hears SIGTERM, and may take its time to end", async () => {
    const at = folder();
    const agent = "trap 'echo saving; exit 3' TERM; echo begun; while :; do sleep 0.05; done";
    const { child, closed, ended, printed } = run(at, ["sh", "-c", agent]);
    await expect.poll(() => printed.stdout, { interval: 10 }).toBe("begun\n");
    child.kill("SIGTERM");
    await closed;
    expect([await ended, read(at, AGENT_FILES.exitCode)]).toEqual([3, "3\n"]);
    expect(read(at, AGENT_FILES.output)).toBe("begun\nsaving\n");
  });

  it("that ignores SIGTERM is waited for", async () => {
    const at = folder();
    const agent = "trap '' TERM; echo begun; while [ ! -e go ]; do sleep 0.05; done; exit 0";
    const { child, closed, ended, printed } = run(at, ["sh", "-c", agent]);
    await expect.poll(() => printed.stdout, { interval: 10 }).toBe("begun\n");
    child.kill("SIGTERM");
    writeFileSync(path.join(at, "go"), "");
    await closed;
    expect(await ended).toBe(0);
  });

  it("that leaves something running, with its output open, ends all the same", async () => {
    const at = folder();
    // What is left ends with its folder, too, or else it would outlive the test.
    writeFileSync(path.join(at, "held"), "");
    const left = "(trap '' TERM; while [ -e held ]; do sleep 0.05; done) & echo done";
    const { ended } = run(at, ["sh", "-c", left]);
    expect([await ended, read(at, AGENT_FILES.exitCode)]).toEqual([0, "0\n"]);
    expect(read(at, AGENT_FILES.output)).toBe("done\n");
  });
});
