/** `local`: an API on this machine for the real town at GT_TOWN_ROOT, so that kubectl works without a cluster. */
import { homedir } from "node:os";
import path from "node:path";
import { ALL_KINDS, crds } from "../kinds/index.ts";
import type { Config } from "../settings/index.ts";
import { startEmbeddedApi } from "embedded-kube";
import { shellWord } from "@gastown/system";
import { connect } from "../kube/index.ts";
import { assemble } from "./assembly.ts";
import { closingAfter, type Close } from "./closing.ts";
import { claimDataFolder, DATA_FOLDER } from "./data-folder.ts";
import { openLogger } from "./open-logger.ts";
import { lackLines } from "./local-lacks.ts";
import { KUBECONFIG_NAME, noteInspector } from "./noted-inspector.ts";
import { untilStopped } from "./lifetime.ts";
import { claimTown } from "./town-claim.ts";

/** gt writes under way get this long at a stop; with the rest of the stop it stays below 10 s. */
const GRACE_MS = 7_000;

export async function local(given: Config): Promise<void> {
  const stopped = untilStopped();
  await closingAfter((opened) => serve(given, stopped, opened));
}

async function serve(given: Config, stopped: Promise<string>, opened: (close: Close) => void): Promise<void> {
  const dataDir = given.dataDir ?? path.join(given.env["HOME"] ?? homedir(), DATA_FOLDER);
  const config: Config = { ...given, dataDir };
  const logger = await openLogger(config);
  opened(await claimDataFolder(dataDir));
  opened(await claimTown(config.townRoot, "local", logger));
  const kubeconfigPath = path.join(dataDir, "kubeconfig");
  const api = await startEmbeddedApi({
    crds: crds(ALL_KINDS),
    persistTo: path.join(dataDir, "objects.json"),
    kubeconfigPath,
    name: KUBECONFIG_NAME,
  });
  opened(() => api.stop());
  const connection = connect({ kubeconfig: kubeconfigPath }, () => Date.now());
  const assembled = await assemble(config, connection, logger, { takesFreePort: true });
  opened(() => assembled.close(GRACE_MS));
  if ((await Promise.race([assembled.operator.start(), stopped])) !== undefined) return;
  noteInspector(kubeconfigPath, assembled.inspectorUrl);
  const lacks = lackLines(await assembled.requirements.check(), config);
  process.stdout.write(
    [
      `The town at ${config.townRoot}, as Kubernetes resources. In another terminal:`,
      "",
      `  export KUBECONFIG=${shellWord(kubeconfigPath)}`,
      "  kubectl gastown status        (or: gastown-operator status)",
      "  kubectl get gastown -A",
      "",
      "Its rigs and polecats are only observed until you take them over, one command",
      "each: status names it.",
      "",
      `Live: ${assembled.inspectorUrl ?? "the inspector is off"}`,
      `Metrics and health: http://127.0.0.1:${assembled.httpPort}/metrics`,
      "Ctrl-C ends it; gt goes on.",
      ...(lacks.length === 0 ? [] : ["", ...lacks]),
      "",
    ].join("\n"),
  );
  await stopped;
}
