import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedApi } from "embedded-kube";
import { z } from "zod";
import { connect, createKubeApi } from "../../src/kube/index.ts";
import { describePodLives } from "./pod-lives.ts";

describePodLives("on the embedded API", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-kubelet-"));
  const kubeconfigPath = path.join(folder, "kubeconfig");
  const server = await startEmbeddedApi({ crds: [], pods: true, kubeconfigPath });
  const connection = connect({ kubeconfig: kubeconfigPath }, () => Date.now());
  const api = createKubeApi(connection);
  await api.request("POST", "/api/v1/namespaces", z.unknown(), {
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "town" } },
  });
  return {
    api,
    async close() {
      await connection.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
