import { builtInResource, namedTable } from "./built-in.ts";

/** v1 Service: there are none here. `kubectl cluster-info` lists those of the cluster itself. */
export const services = builtInResource({
  group: "",
  version: "v1",
  kind: "Service",
  plural: "services",
  shortNames: ["svc"],
  namespaced: true,
  verbs: ["get", "list", "watch"],
  restriction: "this server serves the operator's kinds, and runs no others",
  description: "Service is a named abstraction of software service. This server has none.",
  properties: { spec: { type: "object", description: "Spec defines the behavior of a service." } },
  table: namedTable([]),
});
