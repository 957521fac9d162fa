/** A life in which the operator asks the API for all that it ever asks for. */
import path from "node:path";
import { z } from "zod";
import { connect, createKubeApi } from "../../src/kube/index.ts";
import type { ApiServer, StartApi } from "../e2e/harness/api-server.ts";
import {
  ALPHA,
  beadStore,
  BETA,
  convoy,
  createWorldOn,
  polecat,
  refinery,
  rig,
  serverOf,
  until,
  witness,
  type World,
} from "../e2e/harness/index.ts";
import { authorityOf, startRecordingProxy, type Asked, type RecordingProxy } from "./recording-proxy.ts";

/** Where the chart is installed, and the lease is. */
export const NAMESPACE = "gastown";

/** Server and its kubeconfig for the operator, and the authority where it speaks TLS. */
export interface Granted {
  readonly kubeconfigPath: string;
  readonly ca?: string;
}

/** @param grant prepares what the operator may do before it starts. @returns what it asked for. */
export async function everythingAsked(
  startApi: StartApi<ApiServer>,
  flags: readonly string[],
  grant: (folder: string, kubeconfigPath: string) => Promise<Granted>,
): Promise<RecordingProxy["asked"]> {
  let proxy: RecordingProxy | undefined;
  const startRecorded: StartApi<ApiServer> = async (folder) => {
    const api = await startApi(folder);
    await createNamespace(api.kubeconfigPath);
    const { kubeconfigPath, ca = authorityOf(api.kubeconfigPath) } = await grant(folder, api.kubeconfigPath);
    // A status that somebody else changes at the same time is read anew.
    proxy = await startRecordingProxy(serverOf(api.kubeconfigPath), { ca, conflicts: eachStatusOnce() });
    const operatorKubeconfigPath = proxy.kubeconfig(kubeconfigPath, path.join(folder, "recorded"));
    return { ...api, operatorKubeconfigPath };
  };
  const election = ["--leader-elect=true", `--leader-elect-resource-namespace=${NAMESPACE}`, "--adopt=true"];
  const world = await createWorldOn(startRecorded, {
    seed: { rigs: [ALPHA, BETA], beads: ["al-one", "be-one", "al-two"] },
    flags: [...election, ...flags],
  });
  try {
    await live(world);
    await world.operator.stop();
    // The next life finds the Lease that tells when the town was last read, and renews it.
    await world.startOperator().ready();
    await world.syncs(1);
    await world.operator.stop();
    return proxy?.asked ?? [];
  } finally {
    await world.close();
    await proxy?.close();
  }
}

async function live({ town, cluster }: World): Promise<void> {
  town.gt("sling", "be-one", "beta");
  await cluster.apply(
    polecat("worker", { beadID: "al-one", deletionPolicy: "Terminate" }),
    convoy("wave", ["al-one", "al-two"]),
    witness("watch"),
    refinery("merger"),
    beadStore("beads"),
  );
  await cluster.untilPhase("Polecat", "worker", "Working");
  await cluster.untilPhase("Convoy", "wave", "InProgress");
  await cluster.untilPhase("Witness", "watch", "Active");
  await cluster.untilPhase("Refinery", "merger", "Idle");
  await cluster.untilPhase("BeadStore", "beads", "Synced");
  const adopted = await until("the polecat of beta is adopted", () =>
    cluster.all("Polecat").find(({ spec }) => spec.management === "Observe"),
  );
  // Somebody drives it: the resource that only observed it goes.
  await cluster.apply(polecat("driver", { rig: "beta", beadID: "be-one" }));
  await cluster.untilGone("Polecat", adopted.metadata.name);
  // A rig that has no Rig any more gets one, which goes for a person's own.
  await cluster.delete("Polecat", "driver");
  await cluster.delete("Rig", "beta");
  await until("the rig beta is adopted", () =>
    cluster
      .all("Rig")
      .find(({ metadata, spec }) => metadata.name === "beta" && spec.management === "Observe"),
  );
  const mine = rig(town.root, { name: "beta", prefix: "be" }, { gtName: "beta" });
  await cluster.apply({ ...mine, metadata: { name: "mine" } });
  await cluster.untilGone("Rig", "beta");
  town.bd("close", "al-one");
  await cluster.delete("Polecat", "worker");
  await cluster.untilGone("Polecat", "worker");
  // The same transition again counts up its Event.
  for (const localPath of ["/nowhere", path.join(town.root, "alpha"), "/nowhere"]) {
    await cluster.setSpec("Rig", "alpha", { localPath });
    await cluster.untilPhase("Rig", "alpha", localPath === "/nowhere" ? "Degraded" : "Ready");
  }
}

function eachStatusOnce(): (asked: Asked) => boolean {
  const done = new Set<string>();
  return ({ verb, resource }) => {
    if (verb !== "patch" || !resource.endsWith("/status") || done.has(resource)) return false;
    done.add(resource);
    return true;
  };
}

async function createNamespace(kubeconfig: string): Promise<void> {
  const connection = connect({ kubeconfig }, () => Date.now());
  await createKubeApi(connection).request("POST", "/api/v1/namespaces", z.unknown(), {
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
  });
  await connection.close();
}
