/** The faults that the simulated `gt` knows. */

export interface FaultRule {
  readonly kind:
    "hang" | "forkAndHoldStdout" | "garbage" | "hugeOutput" | "slow" | "crashBefore" | "crashAfter" | "exit";
  /** Only calls that begin with this, such as `polecat list`; all without it. */
  readonly command?: string;
  /** Only calls that speak of this rig; `--all` speaks of every rig. */
  readonly rig?: string;
  /** Only so many calls; all without it. */
  readonly times?: number;
  /** For `slow`. */
  readonly ms?: number;
  /** For `exit`. */
  readonly exitCode?: number;
  readonly stderr?: string;
}

export interface Faults {
  /** The town's database is down: most reads look empty, as the real one's do. */
  readonly doltDown: boolean;
  readonly rules: readonly FaultRule[];
}
