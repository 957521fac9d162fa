/**
 * From a kubeconfig and the environment to one cluster and one user, with kubectl's verdict on each: what works there
 * works here, and what is refused there is refused here with the true cause.
 *
 * In: `KUBECONFIG` or `--kubeconfig`, and the variables of the environment. Out: a `Target`, and `Credentials` for it.
 */
export { Credentials, type Shown } from "./credentials.ts";
export { pemOf } from "./material.ts";
export { withoutPassword } from "./proxy.ts";
export { clusterExtension, contextNames, findTarget, type KubeConfigSource } from "./find.ts";
export type { Environment, Target } from "./target.ts";
