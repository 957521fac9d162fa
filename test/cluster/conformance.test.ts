import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe } from "vitest";
import { conformanceSuites, widgetCrd, shippedCrds } from "embedded-kube/conformance";
import { ControlPlane } from "../envtest/index.ts";

const plane = await ControlPlane.start({
  folder: mkdtempSync(path.join(tmpdir(), "gastown-cluster-")),
  definitions: [...shippedCrds(), widgetCrd],
});
afterAll(() => plane.stop());

describe("kube-apiserver answers as the suite for the embedded API says", () => {
  const { url, token, ca } = plane;
  const lacks = {
    controllers: "It takes kube-controller-manager, which is not part of this control plane.",
  };
  conformanceSuites({ url, token, ca, lacks });
});
