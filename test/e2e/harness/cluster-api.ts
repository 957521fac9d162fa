import path from "node:path";
import { crds, GROUP, ALL_KINDS } from "../../../src/kinds/index.ts";
import { ControlPlane } from "../../envtest/index.ts";
import type { ApiServer } from "./api-server.ts";

const LOOK_EVERY_MS = 2;

export async function clusterApi(folder: string): Promise<ApiServer> {
  return clusterApiOn(
    await ControlPlane.start({ folder: path.join(folder, "plane"), definitions: crds(ALL_KINDS) }),
  );
}

export function clusterApiOn(plane: ControlPlane): ApiServer {
  let looking: NodeJS.Timeout | undefined;
  return {
    kubeconfigPath: plane.kubeconfigPath,
    async restart(whileAway = () => Promise.resolve()) {
      await plane.server.kill();
      await whileAway();
      await plane.startServer();
    },
    rewrite: (polecat, change) =>
      plane.etcd.rewrite(`/registry/${GROUP}/polecats/default/${polecat}`, change),
    onStatusWrite(told) {
      const written = (): number =>
        plane.audit.lines.filter(
          ({ stage, objectRef }) => stage === "RequestReceived" && objectRef?.subresource === "status",
        ).length;
      let seen = written();
      looking = setInterval(() => {
        for (const now = written(); seen < now; seen += 1) told();
      }, LOOK_EVERY_MS);
    },
    async stop() {
      clearInterval(looking);
      await plane.stop();
    },
  };
}
