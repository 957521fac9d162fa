/** What a call prints, and the flags it was given, as cobra reads them. */

export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const json = (value: unknown, stderr = ""): Answer => ({
  exitCode: 0,
  stdout: `${JSON.stringify(value, null, 2)}\n`,
  stderr,
});

export const say = (stdout: string, stderr = ""): Answer => ({ exitCode: 0, stdout, stderr });

export const fail = (message: string, stdout = ""): Answer => ({
  exitCode: 1,
  stdout,
  stderr: `Error: ${message}\n`,
});

/** The real words of bd without its database. */
const UNREACHABLE =
  "failed to open database: Dolt server unreachable at 127.0.0.1:3307 and auto-start failed: Dolt server is not running on port 3307, and auto-start is suppressed because the server is externally managed (dolt.auto-start: false or explicit port configured).\n\nStart the external server, or enable auto-start to allow bd to manage the server.\n  To start manually: bd dolt start\n  To check status: bd dolt status\n\nTo start manually: bd dolt start\nTo disable auto-start: set dolt.auto-start: false in .beads/config.yaml";

const unreachable = (): string => JSON.stringify({ error: UNREACHABLE }, null, 2);

/** gt repeats what bd answered. */
export const doltDown = (doing: string): Answer => fail(`${doing}: ${unreachable()}`);

export const doltDownPlain = (doing: string): Answer =>
  fail(`${doing}: Error: ${UNREACHABLE}: exit status 1`);

export const doltDownJson = (): Answer => ({ exitCode: 1, stdout: "", stderr: `${unreachable()}\n` });

/** Raised where cobra would refuse the command line. */
export class UsageError extends Error {}

export interface Arguments {
  readonly positional: readonly string[];
  readonly has: (flag: string) => boolean;
  readonly value: (flag: string) => string | undefined;
}

/**
 * @param switches flags without a value, such as `--json`.
 * @param valued flags with one, given as `--x=v` or `--x v`.
 * @param optional flags that take a value as `--x=v` only, and have this one as `--x`: the next word is not theirs.
 * @throws UsageError on a flag that the real command does not have.
 */
export function parseArguments(
  argv: readonly string[],
  switches: readonly string[],
  valued: readonly string[] = [],
  optional: Readonly<Record<string, string>> = {},
): Arguments {
  const positional: string[] = [];
  const values = new Map<string, string>();
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? "";
    if (argument === "--") return given([...positional, ...argv.slice(index + 1)], values);
    if (!argument.startsWith("-") || argument === "-") {
      positional.push(argument);
      continue;
    }
    const [flag, inline] = split(argument);
    const implied = optional[flag];
    if (switches.includes(flag) && inline === undefined) values.set(flag, "true");
    else if (implied !== undefined) values.set(flag, inline ?? implied);
    else if (valued.includes(flag)) values.set(flag, inline ?? argv[(index += 1)] ?? "");
    else throw new UsageError(`unknown flag: ${flag}`);
  }
  return given(positional, values);
}

function given(positional: readonly string[], values: ReadonlyMap<string, string>): Arguments {
  return { positional, has: (flag) => values.has(flag), value: (flag) => values.get(flag) };
}

function split(argument: string): readonly [string, string | undefined] {
  const at = argument.indexOf("=");
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}
