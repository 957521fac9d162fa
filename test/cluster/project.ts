import type { TestProjectInlineConfiguration } from "vitest/config";
import type { GtVersion } from "../../src/embedded/town/index.ts";

/** Generous on purpose: a slow machine must not turn a true test red. */
export const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

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
      ...patience,
    },
  };
}
