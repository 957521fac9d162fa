import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Generous on purpose: a slow machine must not turn a true test red.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Several suites start processes; two cores carry two of them.
    maxWorkers: 2,
  },
});
