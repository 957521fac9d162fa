import { afterAll, describe } from "vitest";
import { conformanceSuites } from "./conformance/index.ts";
import { asServer, startTestApi } from "./embedded.ts";

const api = await startTestApi();
afterAll(() => api.stop());

describe("The embedded API answers as kube-apiserver does", () => {
  conformanceSuites(asServer(api));
});
