/** What the rest asks of one run of gt, and what becomes of it. `exec.ts` does it with processes, a test by hand. */

export type ExecOutcome =
  | {
      readonly outcome: "exited";
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly outcome: "timedOut" }
  | { readonly outcome: "aborted" }
  /** The operator stops, and the call goes on without it: nobody knows yet what it will have done. */
  | { readonly outcome: "left" }
  | { readonly outcome: "tooMuchOutput" }
  | { readonly outcome: "missing" }
  /** It could not be started, though it is there: nothing was done. */
  | { readonly outcome: "unusable"; readonly message: string }
  /** Not begun: this process may not write to the town. */
  | { readonly outcome: "fenced"; readonly message: string }
  | { readonly outcome: "failed"; readonly message: string };

export interface ExecOptions {
  /** Whether it changes something in the town; absent, it only reads. */
  readonly isWrite?: boolean;
  /** The rig in whose database bd is run; absent, it is gt that is run, in the town. */
  readonly bdIn?: string;
  readonly deadlineMs: number;
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal;
}

export type GtExec = (argv: readonly string[], options: ExecOptions) => Promise<ExecOutcome>;
