/** What is measured, from the command line. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { UsageError } from "../peer/options.ts";
import { errorMessage } from "@gastown/system";

const count = z.coerce.number("it takes a whole number").int("it takes a whole number");

/** What the Rigs' schema allows. */
const MOST_IN_A_RIG = 100;

const optionsSchema = z
  .strictObject({
    polecats: count.positive().max(20_000).default(10_000),
    rigs: count.positive().max(1_000).default(100),
    /** Each has an operator of its own. */
    towns: count.positive().max(20).default(5),
    /** Of each call of gt, ms. */
    latency: count.nonnegative().max(60_000).default(20),
    /** Length of the quiet time that is measured, s. */
    steady: count.positive().max(3_600).default(60),
    /** How long is waited for all to be at work, s. */
    "give-up-after": count.positive().default(3_600),
    /** A file for the results as JSON. */
    out: z.string().min(1).optional(),
  })
  .refine(({ rigs, towns }) => rigs % towns === 0, "--rigs is to be a multiple of --towns")
  .refine(({ polecats, rigs }) => polecats % rigs === 0, "--polecats is to be a multiple of --rigs")
  .refine(
    ({ polecats, rigs }) => polecats / rigs <= MOST_IN_A_RIG,
    `a Rig takes ${MOST_IN_A_RIG} polecats: give more --rigs`,
  );

export type ScaleOptions = z.output<typeof optionsSchema>;

const NAMES = ["polecats", "rigs", "towns", "latency", "steady", "give-up-after", "out"] as const;

export const USAGE = `npm run bench:scale -- [OPTION…]

  --polecats N          of all towns together, 10000
  --rigs R              of all towns together, 100
  --towns T             each has an operator of its own, 5
  --latency MS          of each call of gt, 20
  --steady SECONDS      quiet time that is measured, 60
  --give-up-after SEC   how long is waited for all to be at work, 3600
  --out FILE            results as JSON`;

/** @throws UsageError that says which option is wrong. */
export function readOptions(argv: readonly string[]): ScaleOptions {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: "string" as const }]));
  try {
    const read = optionsSchema.safeParse(parseArgs({ args: [...argv], options }).values);
    if (read.success) return read.data;
    throw new UsageError(z.prettifyError(read.error));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(errorMessage(error), { cause: error });
  }
}
