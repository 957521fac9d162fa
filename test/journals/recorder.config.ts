import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["test/journals/recorder.ts"], testTimeout: 120_000 } });
