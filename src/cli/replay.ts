/** `replay`: a journal, record by record, at a moment, or held against the machines of this version. */
import { setImmediate } from "node:timers/promises";
import { ConfigError } from "../settings/index.ts";
import {
  checkJournal,
  momentLine,
  parseUntil,
  stateLine,
  statesAt,
  timeline,
  type Moment,
  type Unclear,
  type Until,
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
  /** True when nobody reads any more. */
  readonly isClosed: () => boolean;
}

/** Lines between two looks at whether anybody still reads: a reader that has gone is noticed in a turn of its own. */
const AT_A_TIME = 200;

/** Lines that are no records, told one by one; of a file that is no journal they are millions. */
const MOST_PROBLEMS = 20;

/**
 * @returns the exit code: 1 where nothing was found that could be shown.
 * @throws JournalError where there is no journal, ConfigError for a bad `--at`.
 */
export async function replay(journal: string, options: ReplayOptions, output: Output): Promise<number> {
  if (options.check) return check(journal, options, output);
  const { at, actor } = options;
  const until = at === undefined ? { time: Number.POSITIVE_INFINITY } : parseUntil(at);
  if (until === null) {
    throw new ConfigError(
      `--at is ${JSON.stringify(at)}: it takes a record's number or a time such as 2026-05-01T12:00:00Z`,
    );
  }
  const seen: Seen = { records: 0, ofActor: 0, problems: 0 };
  const moments = chosen(timeline(readJournal(journal)), actor, output, seen);
  const lines = at === undefined ? told(moments, options) : stood(moments, until, options);
  let count = 0;
  for (const line of lines) {
    output.out(line);
    count += 1;
    if (count % AT_A_TIME === 0) await setImmediate();
    if (output.isClosed()) return 1;
  }
  if (seen.problems > MOST_PROBLEMS) {
    output.error(`gastown-operator: and ${seen.problems - MOST_PROBLEMS} more problems like these`);
  }
  if (count > 0) return 0;
  output.error(`gastown-operator: ${nothingFound(journal, options, seen)}`);
  return 1;
}

function nothingFound(
  journal: string,
  { actor, at, trace }: ReplayOptions,
  { records, ofActor }: Seen,
): string {
  if (records === 0)
    return `${journal} holds no record that can be replayed: give the --data-dir of an operator`;
  if (ofActor === 0 && actor !== undefined) return `${actor} is not in this journal`;
  if (at !== undefined) return `nothing was there at ${at}`;
  return `nothing in this journal has the trace ${trace ?? ""}`;
}

/** What was found on the way to what was asked for. */
interface Seen {
  records: number;
  ofActor: number;
  problems: number;
}

function* told(moments: Iterable<Moment>, { trace, json }: ReplayOptions): Generator<string> {
  for (const moment of moments) {
    if (trace === undefined || moment.trace === trace)
      yield json ? JSON.stringify(moment) : momentLine(moment);
  }
}

function* stood(moments: Iterable<Moment>, until: Until, { actor, json }: ReplayOptions): Generator<string> {
  for (const { moment, since } of statesAt(moments, until)) {
    yield json ? JSON.stringify({ ...moment, since }) : stateLine(moment, since);
    if (!json && actor !== undefined) yield JSON.stringify(moment.context, null, 2);
  }
}

/** What is unclear is reported beside the rest, not in it. */
function* chosen(
  moments: Iterable<Moment | Unclear>,
  actor: string | undefined,
  { error }: Output,
  seen: Seen,
): Generator<Moment> {
  for (const moment of moments) {
    if ("problem" in moment) {
      seen.problems += 1;
      if (seen.problems <= MOST_PROBLEMS) error(`gastown-operator: ${moment.problem}`);
      continue;
    }
    seen.records += 1;
    if (actor !== undefined && moment.actor !== actor) continue;
    seen.ofActor += 1;
    yield moment;
  }
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
