import type { TestProjectInlineConfiguration } from "vitest/config";

/** Generous on purpose: a slow machine must not turn a true test red. */
export const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

/** The tests that need kube-apiserver and etcd, and those that run on any API server. */
export const clusterProject: TestProjectInlineConfiguration = {
  test: {
    name: "cluster",
    include: ["test/cluster/**/*.test.ts", "test/e2e/**/*.test.ts"],
    provide: { apiServer: "kube-apiserver" },
    globalSetup: ["test/envtest/global-setup.ts"],
    ...patience,
  },
};
