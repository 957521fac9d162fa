/**
 * Which commits in the town's databases may be this operator's own: those of gt calls of its own that ran meanwhile.
 * Most reads commit nothing, and those that do commit to one database, little. How little grows with the number of its
 * tables: measured with Dolt 2.2, one `gt health` appends 2.2 kB to a young database and 6.0 kB to one at work.
 */
import type { GtExec } from "./exec-port.ts";

export interface OwnCalls {
  /** Notes the calls that go through. */
  readonly around: (exec: GtExec) => GtExec;
  /** Begins a period, and has each call, as argv, that ran at any moment of the period before. */
  readonly takeCalls: () => readonly (readonly string[])[];
}

export function createOwnCalls(): OwnCalls {
  const running = new Set<readonly string[]>();
  let ran = new Set<readonly string[]>();
  return {
    around: (exec) => async (argv, options) => {
      // Two calls of the same words are two.
      const call = [...argv];
      running.add(call);
      ran.add(call);
      try {
        return await exec(argv, options);
      } finally {
        running.delete(call);
      }
    },
    takeCalls() {
      const calls = [...ran];
      ran = new Set(running);
      return calls;
    },
  };
}

/**
 * What a read of gt's may append, bytes; measured: 0.8–2.7 kB. A person's `bd close` appends 16–24 kB, and has to stand
 * out behind all the reads that may run between two looks at the files.
 */
const MOST_OF_A_READ = 3_000;
/** Its probe makes a table, fills it and drops it: three roots of the database. */
const MOST_OF_A_PROBE = 7_000;

const COMMITS_NOTHING = /^(?:rig list|show|polecat status|polecat git-state|peek|version)(?: |$)/;
const COMMITS_TO_TOWN = /^(?:convoy list|mail inbox) /;
/** To the database that is first by name. */
const COMMITS_TO_FIRST = /^(?:health|vitals)(?: |$)/;
const COMMITS_TO_RIG = /^(?:mq list|polecat check-recovery|polecat list) ([^\s/]+)/;

/** @returns the most that the call may have appended to this database, bytes: writes any number, `Infinity`. */
export function mostAppended(argv: readonly string[], database: string, first: string): number {
  const line = argv.join(" ");
  if (COMMITS_NOTHING.test(line)) return 0;
  if (COMMITS_TO_TOWN.test(line)) return database === "hq" ? MOST_OF_A_READ : 0;
  if (COMMITS_TO_FIRST.test(line)) return database === first ? MOST_OF_A_PROBE : 0;
  const rig = COMMITS_TO_RIG.exec(line)?.[1];
  if (rig === undefined) return Infinity;
  return rig === database || rig === "--all" ? MOST_OF_A_READ : 0;
}

/** Of a call that is not known as a read nobody knows what it appends, and where. */
export function isWrite(argv: readonly string[]): boolean {
  return mostAppended(argv, "", "") === Infinity;
}
