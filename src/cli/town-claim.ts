/**
 * A town has one operator: `local` beside `run` would give each of its polecats two resources that contradict each other.
 * Several of `run` are replicas, and agree by their lease; two without one are kept apart by the fence of the town's writes.
 */
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { errorMessage } from "@gastown/system";
import { TOWN_FOLDER } from "../gt/index.ts";
import { ConfigError } from "../settings/index.ts";
import type { Logger } from "../telemetry/index.ts";
import { claim, isClaimed } from "./claim.ts";

type Serving = "local" | "run";

/**
 * @returns how to give it back.
 * @throws ConfigError where the other of the two commands serves the town, or another `local` does.
 */
export async function claimTown(townRoot: string, as: Serving, logger: Logger): Promise<() => Promise<void>> {
  const folder = path.resolve(townRoot, TOWN_FOLDER);
  for (const other of as === "local" ? (["local", "run"] as const) : (["local"] as const))
    if (await isClaimed(folder, other)) throw new ConfigError(refusal(townRoot, other));
  try {
    // A town that is not there must not be made.
    await stat(townRoot);
    await mkdir(folder, { recursive: true });
    return (await claim(folder, as)) ?? nothing;
  } catch (error) {
    // What is wrong with the town's folder is told by whoever needs it.
    logger.debug({ error: errorMessage(error) }, "the town cannot be claimed");
    return nothing;
  }
}

function refusal(townRoot: string, other: Serving): string {
  const whose = `gastown-operator ${other} serves the town at ${townRoot} already`;
  return other === "local"
    ? `${whose}: use it (export KUBECONFIG as it has printed), or end it with Ctrl-C before you start this one; two operators would contradict each other`
    : `${whose}: use kubectl with its cluster, or end it before you start this one; two operators would contradict each other`;
}

async function nothing(): Promise<void> {
  // Nobody else was kept out.
}
