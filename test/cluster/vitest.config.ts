import { defineConfig } from "vitest/config";
import { GT_VERSIONS } from "simulated-town";
import { clusterProject } from "./project.ts";

/** `npm run test:cluster`: these tests alone, and required: what is missing is built. */
export default defineConfig({ test: { maxWorkers: 2, projects: [clusterProject(GT_VERSIONS)] } });
