import { defineConfig } from "vitest/config";
import { GT_VERSIONS } from "simulated-town";
import { clusterProject } from "./test/cluster/project.ts";
import { findBinaries, HOW_TO_GET } from "./test/envtest/index.ts";
import { deadlines } from "@gastown/testing";

const hasCluster = process.env["CI"] === "true" || findBinaries() !== undefined;
if (!hasCluster) console.warn(`Left out: the tests on a real API server. ${HOW_TO_GET}.`);

/**
 * What these find out about gt, about several processes, and over minutes, they find out on the embedded API; twice would
 * make each run of all tests some minutes longer. So would both versions of gt on both API servers: the real one has the
 * newest. `npm run test:cluster` runs all of it on the real one.
 */
const LONG = ["gt-*", "witness", "replicas", "towns", "sudden-death", "pods-life"].map(
  (name) => `test/e2e/${name}.test.ts`,
);

export default defineConfig({
  test: {
    // Several suites start processes, and wait for them and for their clocks most of the time: two cores carry three.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "main",
          include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
          exclude: ["test/cluster/**"],
          provide: { apiServer: "embedded", gtVersions: GT_VERSIONS },
          globalSetup: ["test/inspector/global-setup.ts"],
          ...deadlines,
        },
      },
      ...(hasCluster ? [clusterProject(GT_VERSIONS.slice(-1), LONG)] : []),
    ],
  },
});
