import { defineConfig } from "vitest/config";
import { GT_VERSIONS } from "simulated-town";

/** `npm run soak`: it takes as long as it is told to. */
export default defineConfig({
  test: {
    include: ["test/soak/soak.ts"],
    globalSetup: ["test/envtest/global-setup.ts"],
    provide: { apiServer: "kube-apiserver", gtVersions: GT_VERSIONS },
    testTimeout: 0,
    hookTimeout: 0,
    disableConsoleIntercept: true,
  },
});
