/**
 * bench/peer/, `npm run bench:peer`: how fast and at what cost an operator serves a town, on a real control plane.
 *
 * In: how many Polecats and rigs, and how long a call of gt takes; a second operator's command line, to be measured in
 * the same way. It starts etcd and kube-apiserver (test/envtest/), a stub gt (stub/) and the operator as its image runs
 * it. Out: a table, and with `--out FILE` the same as JSON. No figure decides the exit code: times and memory differ by
 * machine and by what else runs there. What must hold is counted, in test/cluster/peer-bench.test.ts.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { requireBinaries } from "../../test/envtest/index.ts";
import { Closing } from "./closing.ts";
import { bundled, other, type Contender } from "./contender.ts";
import { endOnSignal } from "./ending.ts";
import { measurePeer, type Measured } from "./measurement.ts";
import { readOptions, USAGE, UsageError, type PeerOptions } from "./options.ts";
import { report } from "./report.ts";

async function main(argv: readonly string[]): Promise<void> {
  const options = readOptions(argv);
  await requireBinaries();
  const contenders = [bundled()];
  if (options.operator !== undefined) contenders.push(other(options.operator, options["operator-crds"]));
  const measured: Measured[] = [];
  for (const [index, contender] of contenders.entries())
    measured.push(await measureOne(contender, options, index));
  console.log(report(options, measured));
  if (options.out !== undefined)
    writeFileSync(options.out, `${JSON.stringify({ node: process.version, options, measured }, null, 2)}\n`);
}

let closing = new Closing();

async function measureOne(contender: Contender, options: PeerOptions, index: number): Promise<Measured> {
  closing = new Closing();
  const logs = options.logs === undefined ? undefined : path.join(options.logs, String(index + 1));
  if (logs !== undefined) mkdirSync(logs, { recursive: true });
  const began = Date.now();
  const tell = (what: string): void =>
    console.error(`${contender.name}, ${Math.round((Date.now() - began) / 1000)} s: ${what}`);
  try {
    return await measurePeer(contender, options, { closing, tell, logs });
  } finally {
    await closing.close();
  }
}

const isEnding = endOnSignal(() => closing.close());

main(process.argv.slice(2)).catch((error: unknown) => {
  if (isEnding()) return;
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
});
