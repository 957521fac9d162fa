/** What is measured, from the command line. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { GT_VERSIONS } from "simulated-town";
import { errorMessage } from "@gastown/system";

const count = z.coerce.number("it takes a whole number").int("it takes a whole number");

/** What the Rigs' schema allows. */
const MOST_IN_A_RIG = 100;

export const optionsSchema = z.strictObject({
  polecats: count.positive().max(20_000),
  rigs: count.positive().max(1_000),
  /** Of each call of gt, ms. */
  latency: count.nonnegative().max(60_000),
  "gt-version": z.enum(GT_VERSIONS).default("1.0.1"),
  /** The town's databases are on another host: no commit shows in its folder. */
  "remote-databases": z.boolean().default(false),
  /** Outside changes that are timed. */
  reactions: count.nonnegative().max(100).default(5),
  /** Length of the quiet time that is counted, s; 0 leaves it out. */
  steady: count.nonnegative().max(3_600).default(60),
  /** Convoys that are created at once. */
  convoys: count.nonnegative().max(1_000).default(0),
  /** Whether all Polecats are set to Terminated at the end. */
  end: z.boolean().default(false),
  /** Whether the operator is started once more when all is over. */
  restart: z.boolean().default(false),
  /** How long is waited for what does not come, s; by default ten times what gt alone needs, and 5 min at least. */
  "give-up-after": count.positive().optional(),
  /** Command line of a second operator. */
  operator: z.string().min(1).optional(),
  /** A folder with the second operator's CRDs in YAML; by default ours. */
  "operator-crds": z.string().min(1).optional(),
  /** A file for the results as JSON. */
  out: z.string().min(1).optional(),
  /** A folder for what the operators print, the calls that the stub got, and what the API server was asked. */
  logs: z.string().min(1).optional(),
});

export type PeerOptions = z.output<typeof optionsSchema>;

export const USAGE = `npm run bench:peer -- --polecats N --rigs R --latency MS [OPTION…]

  --out FILE            results as JSON
  --gt-version VERSION  ${GT_VERSIONS.join(" or ")}; which gt the stub speaks
  --remote-databases    the town's databases are on another host: no commit shows in its folder
  --reactions N         outside changes that are timed, 5
  --steady SECONDS      quiet time that is counted, 60
  --convoys M           then M Convoys are created at once
  --end                 then all Polecats are set to Terminated
  --restart             then the operator is started once more, and nothing has changed meanwhile
  --give-up-after SEC   how long is waited for what does not come
  --operator COMMAND    a second operator, measured in the same way after ours. It gets KUBECONFIG, GT_TOWN_ROOT, HOME, and
                        a PATH on which the stub gt comes first; it is one process, started by sh with exec
  --operator-crds DIR   the second operator's CRDs in YAML; ours without it
  --logs DIR            what the operators print, the calls of gt, the API server's audit log`;

const SWITCHES: ReadonlySet<string> = new Set<keyof PeerOptions>(["end", "remote-databases", "restart"]);

/** Refuses with the usage. */
export class UsageError extends Error {}

/** @throws UsageError that says which option is wrong. */
export function readOptions(argv: readonly string[]): PeerOptions {
  const { values } = parseWords(argv);
  const read = optionsSchema.safeParse(values);
  if (!read.success) throw new UsageError(z.prettifyError(read.error));
  const { polecats, rigs } = read.data;
  if (polecats < rigs) throw new UsageError("--polecats is less than --rigs");
  if (polecats > rigs * MOST_IN_A_RIG)
    throw new UsageError(`a Rig takes ${MOST_IN_A_RIG} polecats: give more --rigs`);
  return read.data;
}

function parseWords(argv: readonly string[]): { readonly values: Readonly<Record<string, unknown>> } {
  const options = Object.fromEntries(
    Object.keys(optionsSchema.shape).map((name) => {
      return [name, { type: SWITCHES.has(name) ? ("boolean" as const) : ("string" as const) }];
    }),
  );
  try {
    return parseArgs({ args: [...argv], options });
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}
