import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test, type TestContext } from "vitest";
import { embeddedApi } from "../e2e/harness/embedded-api.ts";
import { ALPHA, rig, Town, until } from "../e2e/harness/index.ts";
import { Cluster } from "../e2e/harness/cluster.ts";
import { commandLine, environment, instruction, PLACE, user } from "./dockerfile.ts";

const CHECKOUT = path.join(import.meta.dirname, "../..");

interface Image {
  readonly folder: string;
  /** Stands for the image's /opt/gastown-operator; nobody may write there. */
  readonly place: string;
}

function buildImage({ onTestFinished }: TestContext): Image {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "gastown-image-")));
  const place = path.join(folder, "opt");
  onTestFinished(() => {
    everything(folder, (entry) => chmodSync(entry, 0o755));
    rmSync(folder, { recursive: true, force: true });
  });
  execFileSync(process.execPath, ["scripts/bundle.ts", place], { cwd: CHECKOUT });
  everything(place, (entry) => chmodSync(entry, statSync(entry).isDirectory() ? 0o555 : 0o444));
  chmodSync(folder, 0o755);
  return { folder, place };
}

function everything(folder: string, change: (entry: string) => void): void {
  change(folder);
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    change(path.join(folder, entry));
}

/** Runs the image's command line as its user; a test that is not root is somebody else than root already. */
function runImage(
  { onTestFinished }: TestContext,
  { place, folder }: Image,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const [program, ...rest] = commandLine().map((word) => word.replace(PLACE, place));
  const [uid, gid] = user();
  const identity = process.getuid?.() === 0 ? { uid, gid } : {};
  expect(program).toBe("node");
  const child = spawn(process.execPath, [...rest, ...args], {
    cwd: "/",
    env: { PATH: process.env["PATH"] ?? "", HOME: path.join(folder, "tmp"), ...environment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...identity,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

function give(folder: string): void {
  const [uid, gid] = user();
  if (process.getuid?.() === 0) everything(folder, (entry) => chownSync(entry, uid, gid));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("the image's files", () => {
  test("hold one-byte characters only, for V8 keeps any other source at twice its size", (context) => {
    const { place } = buildImage(context);
    const sources = readdirSync(place).filter((name) => name.endsWith(".mjs"));
    const isWide = (name: string): boolean =>
      /[\u0080-\uffff]/.test(readFileSync(path.join(place, name), "utf8"));
    expect(sources).toContain("gastown-operator.mjs");
    expect(sources.filter(isWide)).toEqual([]);
  });

  test("serve a town as the image's user, from a folder that nobody may write to, and end at SIGTERM", async (context) => {
    const image = buildImage(context);
    const townRoot = path.join(image.folder, "town");
    const town = new Town(townRoot, { rigs: [ALPHA], beads: [] });
    for (const name of ["api", "tmp"]) mkdirSync(path.join(image.folder, name));
    const api = await embeddedApi(path.join(image.folder, "api"));
    context.onTestFinished(() => api.stop());
    const cluster = new Cluster(api.kubeconfigPath);
    context.onTestFinished(() => cluster.close());
    for (const name of ["town", "tmp", "api"]) give(path.join(image.folder, name));
    const [port, inspectorPort] = [await freePort(), await freePort()];
    const child = runImage(context, image, [], {
      GT_TOWN_ROOT: townRoot,
      GT_PATH: town.gtPath,
      KUBECONFIG: api.kubeconfigPath,
      GASTOWN_HTTP_ADDRESS: `127.0.0.1:${port}`,
      GASTOWN_INSPECTOR_ADDRESS: `127.0.0.1:${inspectorPort}`,
      GASTOWN_LEADER_ELECT: "true",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise((resolve) => child.once("close", (code) => resolve(code)));
    await cluster.apply(rig(townRoot, ALPHA));
    await until(
      "it is ready",
      async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok,
      () => output,
    );
    await cluster.untilPhase("Rig", "alpha", "Ready");
    const page = await fetch(`http://127.0.0.1:${inspectorPort}/inspector/`);
    expect(await page.text()).toContain("<script");
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(
      readdirSync(image.place)
        .filter((name) => !name.startsWith("part-"))
        .sort(),
    ).toEqual([
      "THIRD-PARTY-LICENCES.md",
      "gastown-operator.mjs",
      "gt-simulated.mjs",
      "inspector",
      "kubectl-complete.mjs",
      "kubectl-gastown.mjs",
      "package-command.mjs",
      "package-complete.mjs",
      "package-plugin.mjs",
      "samples",
      "sbom.cdx.json",
      "watchdog.mjs",
    ]);
  });

  test("bring the samples and the simulated town along: the demo runs from them", (context) => {
    const image = buildImage(context);
    mkdirSync(path.join(image.folder, "tmp"));
    give(path.join(image.folder, "tmp"));
    const [uid, gid] = user();
    const output = execFileSync(
      process.execPath,
      [path.join(image.place, "gastown-operator.mjs"), "demo", "--exit"],
      {
        cwd: "/",
        encoding: "utf8",
        env: { PATH: process.env["PATH"] ?? "", HOME: path.join(image.folder, "tmp") },
        ...(process.getuid?.() === 0 && { uid, gid }),
      },
    );
    expect(output).toContain("The convoy is Completed");
  });
});

describe("the Dockerfile", () => {
  test("names a user that is not root, by number", () => {
    expect(user()).toEqual([1000, 1000]);
  });

  test("takes its base image as an argument, for a digest, in both stages", () => {
    expect(instruction("FROM")).toBe("${NODE}");
  });

  test("looks for gt first where the chart's init container puts it", () => {
    expect(instruction("ENV")).toMatch(/ PATH=\/opt\/gt\/bin:/);
  });
});
