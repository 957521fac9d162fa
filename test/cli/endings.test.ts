import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { until } from "../e2e/harness/until.ts";
import { Client, polecat, polecatsOf, asServer, startTestApi } from "embedded-kube/conformance";
import { inspectedTown } from "../inspector/given.ts";
import { CommandLine } from "./command-line.ts";

const JOURNALS = path.join(import.meta.dirname, "../journals");

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A cluster whose address nobody listens on. */
function kubeconfigOfNobody(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-nobody-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const kubeconfig = path.join(folder, "config");
  const cluster = { name: "none", cluster: { server: "http://127.0.0.1:1" } };
  const context = { name: "none", context: { cluster: "none", user: "none" } };
  const users = [{ name: "none", user: {} }];
  writeFileSync(
    kubeconfig,
    JSON.stringify({ clusters: [cluster], contexts: [context], users, "current-context": "none" }),
  );
  return kubeconfig;
}

function expectOneLine({ errors }: CommandLine, said: RegExp): void {
  expect(errors).toMatch(said);
  expect(errors.trim().split("\n")).toHaveLength(1);
  expect(errors).not.toMatch(/\n\s+at /);
}

/** Without what a person keeps. */
const temporary = ({ left }: CommandLine): readonly string[] =>
  left.filter((name) => name.startsWith("gastown-"));

describe("What is taken ends the command with one line and nothing left open or behind", () => {
  it.each(["demo", "local"])("%s: the --http-address", async (command) => {
    const port = await takenPort();
    const started = new CommandLine([command, "--http-address", `127.0.0.1:${port}`]);
    expect(await started.ended).toEqual({ code: 1, signal: null });
    expectOneLine(started, /cannot listen on 127\.0\.0\.1:\d+: choose another --http-address/);
    expect(temporary(started)).toEqual([]);
  });

  it("local: the data folder is a file", async () => {
    const started = new CommandLine(["local", "--data-dir", "/dev/null"]);
    expect((await started.ended).code).toBeGreaterThan(0);
    expectOneLine(started, /\/dev\/null: EEXIST .*--data-dir/);
  });

  it.each([
    ["local", "/proc/operator", /\/proc\/operator: ENOENT .*--data-dir/],
    ["local", "/proc/operator/data", /\/proc\/operator: ENOENT .*--data-dir/],
    ["local", "/dev/null/data", /\/dev\/null: EEXIST .*--data-dir/],
    ["run", "/proc/operator", /\/proc\/operator: ENOENT .*--data-dir/],
  ])("%s: the data folder cannot be made: %s", async (command, dataDir, said) => {
    // Only `run` reaches a cluster that is there already.
    const cluster = command === "run" ? ["--kubeconfig", kubeconfigOfNobody()] : [];
    const started = new CommandLine([command, "--data-dir", dataDir, ...cluster]);
    expect(await started.ended).toEqual({ code: 2, signal: null });
    expectOneLine(started, said);
  });

  it("demo: an inspector that others could reach, and no token", async () => {
    const started = new CommandLine(["demo", "--inspector-address", "0.0.0.0:0"]);
    expect(await started.ended).toEqual({ code: 2, signal: null });
    expectOneLine(started, /--inspector-token-file/);
    expect(temporary(started)).toEqual([]);
  });
});

describe.skipIf(!existsSync("/dev/full"))("What cannot be printed for a full disk is no success", () => {
  it("completion", async () => {
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const started = new CommandLine(["completion", "bash"], {}, "main.ts", full);
    expect(await started.ended).toEqual({ code: 1, signal: null });
    expectOneLine(started, /^gastown-operator: what this prints is lost: .* \(ENOSPC: no space left/);
  });
});

it("demo where no folder can be made says so, and what helps", async () => {
  const started = new CommandLine(["demo"], { TMPDIR: "/no/folder" });
  expect(await started.ended).toEqual({ code: 1, signal: null });
  expectOneLine(
    started,
    /the demo's folder cannot be made, \/no\/folder: .*; or let TMPDIR name another folder/,
  );
});

describe("A reader that goes away, as head does, ends what a person started, quietly", () => {
  it("demo: its temporary folder goes, too", async () => {
    const demo = new CommandLine(["demo"]);
    await demo.stopReading();
    expect(await demo.ended).toEqual({ code: 141, signal: null });
    expect(demo.errors).toBe("");
    expect(temporary(demo)).toEqual([]);
  });

  it("local: what it serves ends, too", async () => {
    const local = new CommandLine(["local", "--http-address", "127.0.0.1:0"]);
    local.child.stdout?.destroy();
    expect(await local.ended).toEqual({ code: 141, signal: null });
    expect(local.errors).toBe("");
  });

  it("why", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "gastown-why-"));
    const kubeconfigPath = path.join(folder, "kubeconfig");
    const api = await startTestApi({ kubeconfigPath });
    const client = new Client(asServer(api));
    onTestFinished(async () => {
      await client.close();
      await api.stop();
      rmSync(folder, { recursive: true });
    });
    await client.post(polecatsOf("default"), polecat("one"));
    const why = new CommandLine(["why", "polecat/one", "--kubeconfig", kubeconfigPath]);
    why.child.stdout?.destroy();
    expect(await why.ended).toEqual({ code: 141, signal: null });
    expect(why.errors).toBe("");
  });

  it("inspect", async () => {
    const town = await inspectedTown();
    onTestFinished(() => town.close());
    const inspect = new CommandLine(["inspect", "--url", town.inspector.url]);
    inspect.child.stdout?.destroy();
    expect(await inspect.ended).toEqual({ code: 141, signal: null });
    expect(inspect.errors).toBe("");
  });

  it("replay: it reads no further", async () => {
    const replay = new CommandLine(["replay", path.join(JOURNALS, "restart.jsonl"), "--json"]);
    replay.child.stdout?.destroy();
    expect(await replay.ended).toEqual({ code: 141, signal: null });
    expect(replay.errors).toBe("");
  });
});

describe("demo leaves nothing behind", () => {
  it.each<[NodeJS.Signals, string]>([
    ["SIGTERM", ""],
    ["SIGHUP", ""],
    ["SIGHUP", "Watch it live"],
    ["SIGINT", "Applied are 4 Polecats"],
    ["SIGTERM", "polecat/"],
  ])("at %s, as soon as its folder is there and it has said %j", async (signal, said) => {
    const demo = new CommandLine(["demo"]);
    await until(
      "the moment has come",
      () => temporary(demo).length > 0 && demo.output.includes(said),
      () => demo.errors,
    );
    demo.child.kill(signal);
    expect(await demo.ended).toEqual({ code: 0, signal: null });
    expect(temporary(demo)).toEqual([]);
    expect(demo.errors).toBe("");
  });

  it("at a second signal, which does not wait for the first", async () => {
    const demo = new CommandLine(["demo"]);
    await until("it works", () => demo.output.includes("Applied are 4 Polecats"));
    demo.child.kill("SIGINT");
    demo.child.kill("SIGTERM");
    expect([0, 130]).toContain((await demo.ended).code);
    expect(temporary(demo)).toEqual([]);
  });
});

describe("replay of what it cannot show exits with 1 and says why", () => {
  it("a file that is no journal, of which it names a few lines and not all", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "replay-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, "garbage.jsonl");
    writeFileSync(file, "\u0000\u00ff{]\n".repeat(5_000));
    const replay = new CommandLine(["replay", file]);
    expect((await replay.ended).code).toBe(1);
    expect(replay.errors).toContain("garbage.jsonl line 1 is not a journal record");
    expect(replay.errors).toContain("and 4980 more problems like these");
    expect(replay.errors).toContain("holds no record that can be replayed");
    expect(replay.errors.split("\n").length).toBeLessThan(30);
    expect(replay.output).toBe("");
  });

  it.each([
    ["--actor", "polecat/default/nobody", /polecat\/default\/nobody is not in this journal/],
    ["--trace", "4bf92f3577b34da6a3ce929d0e0e4736", /nothing in this journal has the trace 4bf92f/],
    ["--at", "1970-01-01T00:00:00Z", /nothing was there at 1970/],
  ])("%s %s", async (flag, value, said) => {
    const replay = new CommandLine(["replay", path.join(JOURNALS, "convoy.jsonl"), flag, value]);
    expect((await replay.ended).code).toBe(1);
    expectOneLine(replay, said);
    expect(replay.output).toBe("");
  });
});

describe("A kubeconfig that is none", () => {
  it("ends the command with words, and with no schema's JSON behind them", async () => {
    const kubeconfig = kubeconfigOfNobody();
    writeFileSync(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Pod" }));
    const started = new CommandLine(["why", "polecat/nux", "--kubeconfig", kubeconfig]);
    expect((await started.ended).code).toBeGreaterThan(0);
    expectOneLine(started, /kubeconfig .* cannot be read, .*"Config".*Mend it/);
    expect(started.errors).not.toContain('"code"');
    expect(started.errors.match(/"Config"/g)).toHaveLength(1);
  });
});
