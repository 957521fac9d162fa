/** Options of `npm run sim`, read from the command line. */
import { parseArgs } from "node:util";
import { DEFAULT_GT_VERSION, GT_VERSIONS, isGtVersion, type GtVersion } from "simulated-town";
import { FAULT_FAMILIES, type FaultFamily } from "./fault-plan.ts";

export interface SimOptions {
  readonly from: number;
  readonly count: number;
  readonly actors: number | undefined;
  readonly faults: readonly FaultFamily[];
  /** Which gt the town has. */
  readonly gt: GtVersion;
  readonly workers: number;
  /** Two replicas that contend, in place of one operator. */
  readonly rivals: boolean;
  /** Otherwise all that fail are gathered. */
  readonly stopsAtFirst: boolean;
}

export const USAGE = `npm run sim -- [--seeds N] [--seed-from N | --seed N] [--actors N] [--faults all|none|${FAULT_FAMILIES.join(",")}] [--gt ${GT_VERSIONS.join("|")}] [--workers N] [--rivals] [--stop-at-first]`;

/** @throws TypeError with what is wrong and the usage. */
export function readOptions(argv: readonly string[]): SimOptions {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rivals: { type: "boolean" },
      "stop-at-first": { type: "boolean" },
      seeds: text,
      seed: text,
      "seed-from": text,
      actors: text,
      faults: text,
      gt: text,
      workers: text,
    },
  });
  const number = (name: string, value: string | undefined, otherwise: number, least: number): number => {
    const read = value === undefined ? otherwise : Number(value);
    if (Number.isInteger(read) && read >= least) return read;
    throw new TypeError(`--${name} takes a whole number of at least ${least}: ${USAGE}`);
  };
  const one = values.seed;
  return {
    from: number("seed", one ?? values["seed-from"], 1, 0),
    count: one === undefined ? number("seeds", values.seeds, 500, 1) : 1,
    actors: values.actors === undefined ? undefined : number("actors", values.actors, 0, 2),
    faults: families(values.faults ?? "all"),
    gt: version(values.gt ?? DEFAULT_GT_VERSION),
    rivals: values.rivals === true,
    stopsAtFirst: values["stop-at-first"] === true,
    workers: one === undefined ? number("workers", values.workers, 2, 1) : 1,
  };
}

/** What to add to `--seed N` so that a schedule of these options comes again. */
export function flagsOf({
  actors,
  faults,
  gt,
  rivals,
}: Pick<SimOptions, "actors" | "faults" | "gt" | "rivals">): string {
  const some = faults.length === 0 ? "none" : faults.join(",");
  return [
    ...(actors === undefined ? [] : [` --actors ${actors}`]),
    ...(some === FAULT_FAMILIES.join(",") ? [] : [` --faults ${some}`]),
    ...(gt === DEFAULT_GT_VERSION ? [] : [` --gt ${gt}`]),
    ...(rivals ? [" --rivals"] : []),
  ].join("");
}

function version(given: string): GtVersion {
  if (isGtVersion(given)) return given;
  throw new TypeError(`there is no simulated gt ${given}: ${USAGE}`);
}

function families(given: string): readonly FaultFamily[] {
  if (given === "all") return FAULT_FAMILIES;
  if (given === "none") return [];
  return given.split(",").map((name) => {
    const family = FAULT_FAMILIES.find((known) => known === name);
    if (family === undefined) throw new TypeError(`there are no faults named ${name}: ${USAGE}`);
    return family;
  });
}
