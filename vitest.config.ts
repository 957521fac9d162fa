import { defineConfig } from "vitest/config";
import { clusterProject, patience } from "./test/cluster/project.ts";
import { findBinaries, HOW_TO_GET } from "./test/envtest/index.ts";

const hasCluster = process.env["CI"] === "true" || findBinaries() !== undefined;
if (!hasCluster) console.warn(`Left out: the tests on a real API server. ${HOW_TO_GET}.`);

/** What these find out about gt they find out on the embedded API; `npm run test:cluster` runs them too. */
const ABOUT_GT = ["test/e2e/gt-*.test.ts"];

export default defineConfig({
  test: {
    // Several suites start processes; two cores carry two of them.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "main",
          include: ["test/**/*.test.ts"],
          exclude: ["test/cluster/**"],
          provide: { apiServer: "embedded" },
          ...patience,
        },
      },
      ...(hasCluster ? [clusterProject(ABOUT_GT)] : []),
    ],
  },
});
