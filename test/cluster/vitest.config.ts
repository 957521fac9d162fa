import { defineConfig } from "vitest/config";
import { clusterProject } from "./project.ts";

/** `npm run test:cluster`: these tests alone, and required: what is missing is built. */
export default defineConfig({ test: { maxWorkers: 2, projects: [clusterProject()] } });
