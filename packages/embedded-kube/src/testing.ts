/** For tests: how a running API is disturbed, and what a second server needs to look like it. */
export type { Failure, FaultControls, RequestMatch } from "./faults.ts";
export { certificateFor, kubeconfigOf } from "./http/index.ts";
