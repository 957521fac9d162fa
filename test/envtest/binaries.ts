/** Where kube-apiserver and etcd are: found, or built. */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** The version that is built where none is found; its minor is what the conformance suite was read off. */
const VERSION = "1.34.3";
const BUILD_SCRIPT = path.join(import.meta.dirname, "../../scripts/get-kube-apiserver.sh");

export interface Binaries {
  readonly kubeApiserver: string;
  readonly etcd: string;
}

/** Where a build of ours goes, so that it is made once for all checkouts. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const cache = nonEmpty(env["XDG_CACHE_HOME"]) ?? path.join(homedir(), ".cache");
  return path.join(cache, "gastown-operator", "envtest", VERSION);
}

/**
 * Looks in `KUBEBUILDER_ASSETS`, then in the cache.
 * @throws Error when `KUBEBUILDER_ASSETS` is set and they are not there: somebody wanted that very version.
 */
export function findBinaries(env: NodeJS.ProcessEnv = process.env): Binaries | undefined {
  const assets = nonEmpty(env["KUBEBUILDER_ASSETS"]);
  if (assets === undefined) return binariesIn(cacheFolder(env));
  const found = binariesIn(assets);
  if (found === undefined)
    throw new Error(`KUBEBUILDER_ASSETS is ${assets}, which has no kube-apiserver and etcd that can be run`);
  return found;
}

/** Finds them, or builds them from the Go module proxy. @throws Error that says how to get them. */
export async function requireBinaries(env: NodeJS.ProcessEnv = process.env): Promise<Binaries> {
  const found = findBinaries(env);
  if (found !== undefined) return found;
  const folder = cacheFolder(env);
  console.log(`Building kube-apiserver ${VERSION} and etcd into ${folder}: about 8 min on two cores, once.`);
  const code = await run(BUILD_SCRIPT, [VERSION, folder]);
  const built = binariesIn(folder);
  if (code === 0 && built !== undefined) return built;
  throw new Error(`the build failed. ${HOW_TO_GET}`);
}

export const HOW_TO_GET =
  "`npm run test:cluster` builds kube-apiserver and etcd where Go 1.24 or newer is; or set KUBEBUILDER_ASSETS to a folder that has them";

function binariesIn(folder: string): Binaries | undefined {
  const binaries = { kubeApiserver: path.join(folder, "kube-apiserver"), etcd: path.join(folder, "etcd") };
  return Object.values(binaries).every(isExecutable) ? binaries : undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(program: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject);
    child.once("close", resolve);
  });
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
