/**
 * packages/embedded-kube/: a Kubernetes API server in the process of whoever starts it.
 *
 * In: CustomResourceDefinitions as parsed objects, and options. Out: a server on 127.0.0.1 that kubectl and any
 * Kubernetes client talk to, a kubeconfig for it, and faults (testing.ts). It serves the CRDs' resources, core and
 * events.k8s.io Events, Namespaces and Leases, and follows kube-apiserver 1.34 in what it answers.
 *
 * Rooms inside: objects (JSON, Status errors, metadata), schema (defaults, pruning, validation, CEL), ownership
 * (server-side apply), resources (what is served), storage (objects, watch log, file), lifecycle (create to delete),
 * query (selectors, tables), discovery (what kubectl asks first), http (server, routing, watches).
 */
export { startEmbeddedApi } from "./start.ts";
export type { EmbeddedApi, EmbeddedApiOptions } from "./options.ts";
