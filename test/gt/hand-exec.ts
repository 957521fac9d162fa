/** A gt whose calls end when and how the test says. */
import type { ExecOutcome, GtExec } from "../../src/gt/index.ts";

export interface HeldCall {
  readonly argv: readonly string[];
  readonly deadlineMs: number;
  end(outcome: ExecOutcome): void;
}

export interface HandExec {
  readonly exec: GtExec;
  /** Calls that run now, oldest first. */
  readonly running: HeldCall[];
  /** The argv of every call that was ever begun. */
  readonly begun: string[];
  /** Ends the oldest running call of these words. */
  end(argv: string, outcome: ExecOutcome): void;
}

export function createHandExec(): HandExec {
  const running: HeldCall[] = [];
  const begun: string[] = [];
  return {
    running,
    begun,
    exec: async (argv, { deadlineMs }) => {
      begun.push(argv.join(" "));
      const { promise, resolve } = Promise.withResolvers<ExecOutcome>();
      const call: HeldCall = {
        argv,
        deadlineMs,
        end(outcome) {
          running.splice(running.indexOf(call), 1);
          resolve(outcome);
        },
      };
      running.push(call);
      return promise;
    },
    end(argv, outcome) {
      const call = running.find((candidate) => candidate.argv.join(" ") === argv);
      if (call === undefined) throw new Error(`no call ${argv} runs`);
      call.end(outcome);
    },
  };
}

export const printed = (stdout: string, stderr = ""): ExecOutcome => ({
  outcome: "exited",
  exitCode: 0,
  stdout,
  stderr,
});

export const failed = (stderr: string, stdout = ""): ExecOutcome => ({
  outcome: "exited",
  exitCode: 1,
  stdout,
  stderr,
});
