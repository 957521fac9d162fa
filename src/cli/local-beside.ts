/** The `local` that runs on this machine, for whoever has named no cluster: in another terminal its `export` is not there. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../settings/index.ts";
import { DATA_FOLDER } from "./data-folder.ts";
import { notedInspector } from "./noted-inspector.ts";

/** It is on this machine: one that takes longer is no use. */
const ANSWER_MS = 2_000;

/** @returns the kubeconfig of the `local` with the usual data folder; undefined where its inspector does not answer. */
export async function localKubeconfig(environment: Environment): Promise<string | undefined> {
  const home = environment["HOME"];
  if (home === undefined) return undefined;
  const kubeconfig = path.join(home, DATA_FOLDER, "kubeconfig");
  const url = existsSync(kubeconfig) ? notedInspector({ kubeconfig, environment }) : undefined;
  if (url === undefined) return undefined;
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => null);
  await answer?.body?.cancel();
  return answer === null ? undefined : kubeconfig;
}
