import type { TestProjectInlineConfiguration } from "vitest/config";
import type { GtVersion } from "simulated-town";
import { deadlines } from "@gastown/testing";

/**
 * The tests that need kube-apiserver and etcd, and those that run on any API server.
 * @param gtVersions of the towns. @param left out of the latter.
 */
export function clusterProject(
  gtVersions: readonly GtVersion[],
  left: readonly string[] = [],
): TestProjectInlineConfiguration {
  return {
    test: {
      name: "cluster",
      include: ["test/cluster/**/*.test.ts", "test/e2e/**/*.test.ts"],
      exclude: [...left],
      provide: { apiServer: "kube-apiserver", gtVersions },
      globalSetup: ["test/envtest/global-setup.ts"],
      ...deadlines,
    },
  };
}
