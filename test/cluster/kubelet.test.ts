import { describePodLives } from "../fake-kubelet/pod-lives.ts";
import { emptyCluster } from "./release.ts";

describePodLives("on kube-apiserver", async () => {
  const cluster = await emptyCluster();
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "town" } });
  await cluster.apply({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "default", namespace: "town" },
  });
  return cluster;
});
