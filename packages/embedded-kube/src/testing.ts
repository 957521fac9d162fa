/** For tests: a server that can be disturbed, and what a server of another kind needs to look like it. */
export type { Failure, FaultControls, RequestMatch } from "./faults.ts";
export { certificateFor, type Certificate } from "./http/certificate.ts";
export { kubeconfigOf, type Access } from "./http/kubeconfig.ts";
export type { EmbeddedApiWithFaults } from "./options.ts";
export { startApiWithFaults } from "./start.ts";
