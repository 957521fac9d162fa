/** Settings of leader election: flags named as those of Kubernetes' own components, with client-go's defaults. */

/** Undefined in the configuration: this process is the only one. */
export interface ElectionSettings {
  /** Undefined: the pod's own, or `default` outside of a cluster. */
  readonly namespace: string | undefined;
  readonly leaseMs: number;
  readonly renewDeadlineMs: number;
  readonly retryMs: number;
}

export const ELECTION_SETTINGS = {
  leaderElect: {
    flag: "leader-elect",
    variable: "GASTOWN_LEADER_ELECT",
    argument: "<true|false>",
    about: "lead by a Lease only: for more than one replica. Needs sh, flock and timeout beside gt",
    fallback: "false",
  },
  leaderElectNamespace: {
    flag: "leader-elect-resource-namespace",
    variable: "GASTOWN_LEADER_ELECT_RESOURCE_NAMESPACE",
    argument: "<name>",
    about: "namespace of the Lease; the pod's own without it",
  },
  leaderElectLeaseDuration: {
    flag: "leader-elect-lease-duration",
    variable: "GASTOWN_LEADER_ELECT_LEASE_DURATION",
    argument: "<duration>",
    about: "how long a standby waits for a sign of the leader before it takes over, whole seconds",
    fallback: "15s",
  },
  leaderElectRenewDeadline: {
    flag: "leader-elect-renew-deadline",
    variable: "GASTOWN_LEADER_ELECT_RENEW_DEADLINE",
    argument: "<duration>",
    about: "how long a leader that cannot renew goes on; shorter than the lease",
    fallback: "10s",
  },
  leaderElectRetryPeriod: {
    flag: "leader-elect-retry-period",
    variable: "GASTOWN_LEADER_ELECT_RETRY_PERIOD",
    argument: "<duration>",
    about: "between two renewals or tries; less than half of the renew deadline",
    fallback: "2s",
  },
} as const;

/** What is wrong between the timings: the setting, and what it takes. */
export function timingProblem({
  leaseMs,
  renewDeadlineMs,
  retryMs,
}: ElectionSettings): readonly [keyof typeof ELECTION_SETTINGS, string] | null {
  if (leaseMs % 1000 !== 0) return ["leaderElectLeaseDuration", "whole seconds"];
  if (renewDeadlineMs >= leaseMs) return ["leaderElectRenewDeadline", "less than the lease duration"];
  if (retryMs * 2 >= renewDeadlineMs)
    return ["leaderElectRetryPeriod", "less than half of the renew deadline"];
  return null;
}
