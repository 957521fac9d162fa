import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { crds, ALL_KINDS } from "../../../src/kinds/index.ts";
import { certificateFor, startApiWithFaults, type FaultControls } from "embedded-kube/testing";
import type { ApiServer } from "./api-server.ts";

/** With faults that only an embedded server has. */
export interface EmbeddedServer extends ApiServer {
  readonly faults: FaultControls;
}

/** @param pods whether it serves Pods, too. */
export async function embeddedApi(folder: string, pods = false): Promise<EmbeddedServer> {
  const kubeconfigPath = path.join(folder, "kubeconfig");
  const persistTo = path.join(folder, "objects.json");
  // A server that comes back has the certificate of before, as a real one has.
  const tls = await certificateFor(Date.now());
  const options = { crds: crds(ALL_KINDS), kubeconfigPath, persistTo, tls, pods };
  let api = await startApiWithFaults(options);
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
      api = await startApiWithFaults({ ...options, port, token });
    },
    rewrite(_polecat, change) {
      writeFileSync(persistTo, change(readFileSync(persistTo, "utf8")));
      return Promise.resolve();
    },
    onStatusWrite(told) {
      // Nothing is delayed; asking whether to is how each request is seen.
      const look = (asked: string): boolean => {
        if (asked.endsWith("/status")) told();
        return false;
      };
      api.faults.delay(0, { method: "PATCH", path: look });
    },
    stop: () => api.stop(),
  };
}
