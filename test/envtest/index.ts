/**
 * test/envtest/: a real control plane for tests, etcd and kube-apiserver, on the loopback and with RBAC.
 *
 * In: a folder, and definitions to install. Out: its address, an admin's token and kubeconfig, and ways to disturb it:
 * freeze, kill and start its server, compact its store, rotate its authority; and what it was asked. The programs come from
 * `KUBEBUILDER_ASSETS`, the user's cache, or a build from Go's module proxy. Everything started is ended by its pid.
 */
export { createAccount, recreateAccount, tokenOf, type Account, type PolicyRule } from "./accounts.ts";
export type { AuditLine, AuditLog } from "./audit.ts";
export { findBinaries, HOW_TO_GET, requireBinaries } from "./binaries.ts";
export { ControlPlane } from "./control-plane.ts";
export { Proxy } from "./proxy.ts";
