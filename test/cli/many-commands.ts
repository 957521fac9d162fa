/** Runs many command lines in one process, one after another; the outcome of each is a line of JSON. For bad values only: what starts stays. */
import { createInterface } from "node:readline";
import { z } from "zod";
import { program } from "../../src/cli/program.ts";

const commandSchema = z.object({ argv: z.array(z.string()), env: z.record(z.string(), z.string()) });
const print = process.stdout.write.bind(process.stdout);

for await (const line of createInterface({ input: process.stdin })) {
  const { argv, env } = commandSchema.parse(JSON.parse(line));
  let output = "";
  let errors = "";
  process.stdout.write = (chunk) => ((output += String(chunk)), true);
  process.stderr.write = (chunk) => ((errors += String(chunk)), true);
  process.exitCode = 0;
  await program(["node", "gastown-operator", ...argv], { HOME: process.cwd(), ...env });
  // A process has one command, which listens to its output until it ends.
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error");
  print(`${JSON.stringify({ argv, exitCode: process.exitCode, output, errors })}\n`);
}
process.exit(0);
