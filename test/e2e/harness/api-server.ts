/** An API server as a value: the embedded one here; any other that gives a kubeconfig runs the same tests. */
import path from "node:path";
import { crds } from "../../../src/api/index.ts";
import { startEmbeddedApi, type EmbeddedApi } from "../../../src/embedded/kube/index.ts";

export interface ApiServer {
  readonly kubeconfigPath: string;
  stop(): Promise<void>;
}

/** Starts an API server that serves the group's CRDs. @param folder is its own, and goes with the world. */
export type StartApi<Api extends ApiServer> = (folder: string) => Promise<Api>;

/** An embedded server that can be disturbed, and stopped and started again on its port with its objects. */
export interface DisturbableApi extends ApiServer {
  readonly faults: EmbeddedApi["faults"];
  restart(whileAway?: () => Promise<void>): Promise<void>;
}

export async function embeddedApi(folder: string): Promise<DisturbableApi> {
  const kubeconfigPath = path.join(folder, "kubeconfig");
  const persistTo = path.join(folder, "objects.json");
  // Plain HTTP: a server that comes back has another certificate, as no real one would.
  const options = { crds: crds(), kubeconfigPath, persistTo, tls: false };
  let api = await startEmbeddedApi(options);
  const { token } = api;
  const port = Number(new URL(api.url).port);
  return {
    kubeconfigPath,
    get faults() {
      return api.faults;
    },
    async restart(whileAway = () => Promise.resolve()) {
      await api.stop();
      await whileAway();
      api = await startEmbeddedApi({ ...options, port, token });
    },
    stop: () => api.stop(),
  };
}
