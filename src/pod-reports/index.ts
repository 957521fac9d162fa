/**
 * src/pod-reports/: what the containers of a polecat's pod say at their end, in the one place from which the kubelet takes
 * it into the pod's status: the termination message, 4 KiB of text.
 *
 * In: a report of `clone` or of the warden, as `src/warden/` makes it. Out: its text, never too long; and the report
 * again, from the text, for whoever reads a pod's status. Nothing here runs or reads anything.
 */
export { cloneReportSchema, type CloneFailure, type CloneReport } from "./clone-report.ts";
export { agentUsageSchema, type AgentUsage } from "./agent-usage.ts";
export { messageOf, reportIn } from "./message.ts";
export type { WardenReport } from "./warden-report.ts";
