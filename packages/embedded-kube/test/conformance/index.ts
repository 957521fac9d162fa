/**
 * What a Kubernetes API server has to answer, over HTTP. In: where a server is that serves crds/ and widgetCrd (an
 * ApiServer value), be it the embedded one or kube-apiserver 1.34. Out: its tests.
 */
import { applyingSuite } from "./applying.ts";
import { builtinSuite } from "./builtins.ts";
import { decodingSuite } from "./decoding.ts";
import { deletingSuite } from "./deleting.ts";
import { discoverySuite } from "./discovery.ts";
import { formsSuite } from "./forms.ts";
import { ownershipProperty } from "./ownership-property.ts";
import { pagingSuite } from "./paging.ts";
import { patchingSuite } from "./patching.ts";
import { readingSuite } from "./reading.ts";
import { refusingSuite } from "./refusing.ts";
import { statusSuite } from "./status.ts";
import { validationSuite } from "./validation.ts";
import { watchingSuite } from "./watching.ts";
import { writingSuite } from "./writing.ts";
import type { ApiServer } from "./client.ts";

export type { ApiServer } from "./client.ts";
export { widgetCrd } from "./widget-crd.ts";

const suites: readonly ((server: ApiServer) => void)[] = [
  discoverySuite,
  readingSuite,
  pagingSuite,
  writingSuite,
  patchingSuite,
  applyingSuite,
  statusSuite,
  decodingSuite,
  validationSuite,
  deletingSuite,
  builtinSuite,
  formsSuite,
  watchingSuite,
  refusingSuite,
  ownershipProperty,
];

export function conformanceSuites(server: ApiServer): void {
  for (const suite of suites) suite(server);
}
