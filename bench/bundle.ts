/** The bundle as the image runs it: how long until it is ready on a small town, and what it takes of memory when idle. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { crds, ALL_KINDS } from "../src/kinds/index.ts";
import { startEmbeddedApi } from "embedded-kube";
import { commandLine, environment, PLACE } from "../test/image/dockerfile.ts";
import { ALPHA, seedTown } from "simulated-town";

const CHECKOUT = path.join(import.meta.dirname, "..");
const ROUNDS = 5;
/** Garbage of the start is collected by then. */
const SETTLING_MS = 5_000;
const GIVE_UP_MS = 30_000;

export interface BundleFigures {
  /** From the start of the process to the first good answer of /readyz, s: the best of the rounds. */
  readonly readyAfter: number;
  /** MiB, a few seconds later: the least of the rounds. */
  readonly residentMemory: number;
}

export async function measureBundle(): Promise<BundleFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-bench-"));
  const at = (name: string): string => path.join(folder, name);
  mkdirSync(at("api"));
  execFileSync(process.execPath, ["scripts/bundle.ts", at("bundle")], { cwd: CHECKOUT });
  const launcher = { nodePath: process.execPath, entry: at("bundle/gt-simulated.mjs") };
  const gtPath = seedTown(at("town"), { rigs: [ALPHA], beads: [] }, launcher, Date.now());
  const api = await startEmbeddedApi({ crds: crds(ALL_KINDS), kubeconfigPath: at("kubeconfig") });
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    ...environment(),
    KUBECONFIG: at("kubeconfig"),
    GT_TOWN_ROOT: at("town"),
    GT_PATH: gtPath,
  };
  try {
    const rounds: BundleFigures[] = [];
    while (rounds.length < ROUNDS) rounds.push(await runOnce(at("bundle"), env));
    return {
      readyAfter: Math.min(...rounds.map(({ readyAfter }) => readyAfter)),
      residentMemory: Math.min(...rounds.map(({ residentMemory }) => residentMemory)),
    };
  } finally {
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOnce(bundle: string, env: Readonly<Record<string, string>>): Promise<BundleFigures> {
  const begun = performance.now();
  const [, ...words] = commandLine().map((word) => word.replace(PLACE, bundle));
  const child = spawn(process.execPath, [...words, "--http-address", "127.0.0.1:0"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  try {
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    while (!(await isReady(/"http":(\d+)/.exec(output)?.[1]))) {
      if (child.exitCode !== null || performance.now() - begun > GIVE_UP_MS)
        throw new Error(`the bundle does not become ready: ${output}`);
      await delay(5);
    }
    const readyAfter = (performance.now() - begun) / 1000;
    await delay(SETTLING_MS);
    return { readyAfter, residentMemory: residentMiB(child.pid ?? 0) };
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

async function isReady(port: string | undefined): Promise<boolean> {
  if (port === undefined) return false;
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

function residentMiB(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) / 1024;
}
