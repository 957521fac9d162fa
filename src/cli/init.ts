/** `init`: prints the town as manifests, by gt alone: no cluster is asked, and nothing is written. */
import path from "node:path";
import { stringify } from "yaml";
import type { Config } from "../settings/index.ts";
import {
  createExecaGt,
  createGtClient,
  DOLT_NOT_RUNNING,
  programPrint,
  readRigUrls,
  type GtClient,
} from "../gt/index.ts";
import { systemClock } from "../host/index.ts";
import { townManifests } from "../operator/index.ts";
import { gtEnvironment, searchedFolders } from "./gt-environment.ts";
import { complain, print } from "./output.ts";
import { townProblem } from "./requirements.ts";

/** @throws where the town cannot be read, or not be trusted. */
export async function init(config: Config, { manages }: { readonly manages: boolean }): Promise<void> {
  const townRoot = path.resolve(config.townRoot);
  const problem = await townProblem({ ...config, townRoot });
  if (problem !== null) throw new Error(problem);
  const gt = clientOf(config);
  try {
    const [health, rigs, polecats, urls] = await Promise.all([
      gt.health(),
      gt.listRigs(),
      gt.listPolecats(),
      readRigUrls(townRoot),
    ]);
    // Its list would look emptier than the town is.
    if (!health.running) throw new Error(DOLT_NOT_RUNNING);
    const { manifests, leftOut } = townManifests(
      { rigs, polecats, urls },
      {
        townRoot,
        town: config.town,
        namespace: config.namespace ?? "default",
        management: manages ? "Manage" : "Observe",
      },
    );
    for (const what of leftOut) complain(`left out: ${what}`);
    print(
      manifests
        .map((manifest) => stringify(manifest, { lineWidth: 0 }))
        .join("---\n")
        .trimEnd(),
    );
  } finally {
    gt.close();
  }
}

function clientOf(config: Config): GtClient {
  const { gtPath, townRoot, readTimeoutMs, slingTimeoutMs } = config;
  return createGtClient({
    exec: createExecaGt({ gtPath, townRoot, env: gtEnvironment(config) }),
    gtPath,
    worktree: () => Promise.resolve(null),
    program: () => programPrint(gtPath, townRoot, searchedFolders(config)),
    now: () => systemClock.now(),
    setTimer: (ms, fire) => systemClock.setTimer(ms, fire),
    maxPauseMs: config.pollMs,
    deadlines: { read: readTimeoutMs, sling: slingTimeoutMs },
    onCall: () => undefined,
  });
}
