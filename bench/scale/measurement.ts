/** Several operators at once, from their start to the end of a quiet time with all Polecats at work. */
import { setTimeout as delay } from "node:timers/promises";
import type { ControlPlane } from "../../test/envtest/index.ts";
import type { Cluster } from "../../test/e2e/harness/cluster.ts";
import { sizeOfFolder } from "../../test/e2e/harness/folder-size.ts";
import { ApiWrites, withoutLeases } from "../peer/api-writes.ts";
import { applyAll } from "../peer/population.ts";
import { total } from "../peer/report.ts";
import { reached } from "../peer/window.ts";
import { askInspector, askMetrics, type FirstPicture, type Loop, type Told } from "./answers.ts";
import type { ScaleOptions } from "./options.ts";
import type { ServedOperator, Town } from "./towns.ts";

export interface OperatorFigures {
  readonly town: string;
  /** MiB: beside its Rigs alone, and when all is over; the most that it ever was. */
  readonly resident: { readonly idle: number; readonly end: number; readonly peak: number };
  readonly loopUntilWorking: Loop;
  readonly loopWhenQuiet: Loop;
  /** Of the reads of the whole town in the quiet time; null where there was none. */
  readonly secondsOfARead: number | null;
  readonly cpuSecondsAMinute: number;
  readonly firstPicture: FirstPicture;
  /** Of all the journal's segments, bytes. */
  readonly journalBytes: number;
}

export interface ScaleFigures {
  readonly working: number;
  readonly secondsUntilWorking: number;
  readonly writesForEachPolecat: number;
  readonly gtCallsForEachPolecat: number;
  /** `requests` counts those of every verb, with watches and Leases; `writes` leaves Leases out. */
  readonly quiet: {
    readonly requests: number;
    readonly writes: number;
    readonly gtCalls: number;
    readonly minutes: number;
  };
  readonly operators: readonly OperatorFigures[];
}

export type Tell = (what: string) => void;

const IDLE_WITHIN_MS = 120_000;
const SETTLING_MS = 10_000;
/** A town may be owed a rest after much work; it is read less often until then. */
const RESTING_MS = 120_000;

export class Measurement {
  readonly #options: ScaleOptions;
  readonly #towns: readonly Town[];
  readonly #cluster: Cluster;
  readonly #writes: ApiWrites;
  readonly #tell: Tell;

  constructor(
    options: ScaleOptions,
    parts: {
      readonly plane: ControlPlane;
      readonly account: string;
      readonly towns: readonly Town[];
      readonly cluster: Cluster;
      readonly tell: Tell;
    },
  ) {
    this.#options = options;
    this.#towns = parts.towns;
    this.#cluster = parts.cluster;
    this.#writes = new ApiWrites(parts.plane.audit, parts.account);
    this.#tell = parts.tell;
  }

  /** @throws Error where an operator ends, or does not become ready. */
  async of(operators: readonly ServedOperator[]): Promise<ScaleFigures> {
    const { polecats, steady } = this.#options;
    await this.#untilIdle(operators);
    const idle = operators.map(({ process }) => process.resident().now);
    await told(operators);
    this.#tell(`${polecats} Polecats are created`);
    const converged = await this.#converge(operators);
    const loaded = await told(operators);
    this.#tell("the operators come to rest");
    await delay(RESTING_MS);
    this.#tell(`nothing happens for ${steady} s`);
    const quiet = await this.#quiet(operators);
    const pictures = await inOrder(operators, askInspector);
    return {
      ...converged,
      quiet: quiet.counted,
      operators: operators.map(({ town, process, journal }, index) => {
        const { now: end, peak } = process.resident();
        const [before, after] = [quiet.before[index], quiet.after[index]];
        return {
          town,
          resident: { idle: idle[index] ?? 0, end, peak },
          loopUntilWorking: known(loaded[index]).loop,
          loopWhenQuiet: known(after).loop,
          secondsOfARead: meanRead(known(before), known(after)),
          cpuSecondsAMinute: known(quiet.cpu[index]) / quiet.counted.minutes,
          firstPicture: known(pictures[index]),
          journalBytes: sizeOfFolder(journal),
        };
      }),
    };
  }

  async #untilIdle(operators: readonly ServedOperator[]): Promise<void> {
    const { rigs } = this.#options;
    const seen = (): number =>
      this.#cluster.all("Rig").filter(({ status }) => status.phase !== undefined).length;
    for (const { process } of operators) {
      if (!(await reached(process, () => seen() === rigs, IDLE_WITHIN_MS)))
        throw new Error(
          `only ${seen()} of ${rigs} Rigs have a phase. An operator printed last:\n${process.tail()}`,
        );
    }
    await delay(SETTLING_MS);
  }

  async #converge(
    operators: readonly ServedOperator[],
  ): Promise<
    Pick<ScaleFigures, "working" | "secondsUntilWorking" | "writesForEachPolecat" | "gtCallsForEachPolecat">
  > {
    const { polecats, "give-up-after": giveUpAfter } = this.#options;
    const working = (): number =>
      this.#cluster.all("Polecat").filter(({ status }) => status.phase === "Working").length;
    const begun = performance.now();
    const [mark, calls] = [this.#writes.mark(), this.#calls()];
    await applyAll(this.#cluster, inTurns(this.#towns.map((town) => town.polecats)));
    for (const { process } of operators)
      await reached(process, () => working() === polecats, giveUpAfter * 1000 - (performance.now() - begun));
    return {
      working: working(),
      secondsUntilWorking: (performance.now() - begun) / 1000,
      writesForEachPolecat: total(withoutLeases(this.#writes.since(mark))) / polecats,
      gtCallsForEachPolecat: (this.#calls() - calls) / polecats,
    };
  }

  async #quiet(operators: readonly ServedOperator[]): Promise<{
    readonly counted: ScaleFigures["quiet"];
    readonly before: readonly Told[];
    readonly after: readonly Told[];
    readonly cpu: readonly number[];
  }> {
    const [mark, calls] = [this.#writes.mark(), this.#calls()];
    const cpu = operators.map(({ process }) => process.cpu().own);
    const before = await told(operators);
    await delay(this.#options.steady * 1000);
    const after = await told(operators);
    return {
      counted: {
        requests: this.#writes.requestsSince(mark),
        writes: total(withoutLeases(this.#writes.since(mark))),
        gtCalls: this.#calls() - calls,
        minutes: this.#options.steady / 60,
      },
      before,
      after,
      cpu: operators.map(({ process }, index) => process.cpu().own - (cpu[index] ?? 0)),
    };
  }

  #calls(): number {
    return this.#towns.reduce((sum, { stub }) => sum + stub.calls.length, 0);
  }
}

function told(operators: readonly ServedOperator[]): Promise<readonly Told[]> {
  return Promise.all(operators.map(askMetrics));
}

function meanRead({ reads: before }: Told, { reads: after }: Told): number | null {
  const count = after.count - before.count;
  return count === 0 ? null : (after.seconds - before.seconds) / count;
}

/** One of each list, then the next of each. */
function inTurns<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const most = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: most }, (_, index) => index).flatMap((index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  );
}

async function inOrder<Item, Result>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await ask(item));
  return results;
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError("an operator was not measured");
  return value;
}
