/** `replay`: a journal, record by record, at a moment, or held against the machines of this version. */
import { ConfigError } from "../config.ts";
import {
  checkJournal,
  isUntil,
  momentLine,
  parseUntil,
  standingLine,
  standings,
  timeline,
  type Moment,
  type Unclear,
} from "../explain/index.ts";
import { readJournal } from "../host/index.ts";

export interface ReplayOptions {
  /** Such as `polecat/default/nux`; undefined is all. */
  readonly actor?: string | undefined;
  /** A record's number or a time. */
  readonly at?: string | undefined;
  /** Only what this cause from outside led to. */
  readonly trace?: string | undefined;
  readonly json: boolean;
  readonly check: boolean;
}

export interface Output {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

/** @returns the exit code. @throws JournalError where there is no journal, ConfigError for a bad `--at`. */
export function replay(journal: string, options: ReplayOptions, output: Output): number {
  if (options.check) return check(journal, options, output);
  const until = options.at === undefined ? { time: Number.POSITIVE_INFINITY } : parseUntil(options.at);
  if (until === null) {
    throw new ConfigError(
      `--at is ${JSON.stringify(options.at)}: it takes a record's number or a time such as 2026-05-01T12:00:00Z`,
    );
  }
  const moments = chosen(timeline(readJournal(journal)), options.actor, output);
  if (options.at !== undefined) {
    for (const { moment, since } of standings(moments, until)) {
      output.out(options.json ? JSON.stringify({ ...moment, since }) : standingLine(moment, since));
      if (!options.json && options.actor !== undefined) output.out(JSON.stringify(moment.context, null, 2));
    }
    return 0;
  }
  for (const moment of moments) {
    if (!isUntil(moment, until) || (options.trace !== undefined && moment.trace !== options.trace)) continue;
    output.out(options.json ? JSON.stringify(moment) : momentLine(moment));
  }
  return 0;
}

/** What is unclear is told beside the rest, not in it. */
function* chosen(
  moments: Iterable<Moment | Unclear>,
  actor: string | undefined,
  { error }: Output,
): Generator<Moment> {
  let count = 0;
  for (const moment of moments) {
    if ("problem" in moment) error(`gastown-operator: ${moment.problem}`);
    else if (actor === undefined || moment.actor === actor) {
      count += 1;
      yield moment;
    }
  }
  if (actor !== undefined && count === 0) error(`gastown-operator: ${actor} is not in this journal`);
}

function check(journal: string, { json }: ReplayOptions, { out, error }: Output): number {
  const { checked, difference, unclear } = checkJournal(readJournal(journal));
  if (json) out(JSON.stringify({ checked, difference, unclear }));
  else {
    for (const problem of unclear) error(`gastown-operator: not checked: ${problem}`);
    out(difference ?? `${checked} records, all as they were recorded`);
  }
  return difference === null && checked > 0 ? 0 : 1;
}
