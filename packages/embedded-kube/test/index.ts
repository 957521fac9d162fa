/**
 * packages/embedded-kube/test/: the tests of the embedded API, and what other tests of this checkout take from them.
 *
 * In: where a Kubernetes API server is. Out: what it has to answer, as suites; a client, manifests of the operator's kinds,
 * and kubectl with a home of its own. It is not published: the suites read the definitions that the operator ships.
 */
export { conformanceSuites, widgetCrd } from "./conformance/index.ts";
export { Client, objectOf, types, type StoredObject } from "./conformance/client.ts";
export { condition, convoysOf, polecat, polecatsOf, rig, rigs } from "./conformance/given.ts";
export { asServer, shippedCrds, startTestApi } from "./embedded.ts";
export { kubectlProblem } from "./kubectl.ts";
