/**
 * bench/scale/, `npm run bench:scale`: several releases of the operator on one control plane, each with a large town.
 *
 * In: how many Polecats, rigs and towns. It starts etcd and kube-apiserver (test/envtest/), and for each town a stub gt
 * (bench/peer/stub/) and the operator as its image runs it, with `--town`. Out: a table, and with `--out FILE` the same as
 * JSON: memory, how late the event loop comes, reads, writes, CPU, the inspector's first picture. No figure decides the
 * exit code.
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crds, ALL_KINDS } from "../../src/kinds/index.ts";
import { OPERATOR_RULES } from "../../test/cluster/operator-rules.ts";
import { Cluster } from "../../test/e2e/harness/cluster.ts";
import { endProcessesIn } from "../../test/e2e/harness/left-behind.ts";
import { ControlPlane, createAccount, requireBinaries, tokenOf } from "../../test/envtest/index.ts";
import { Closing } from "../peer/closing.ts";
import { endOnSignal } from "../peer/ending.ts";
import { UsageError } from "../peer/options.ts";
import { applyAll } from "../peer/population.ts";
import { Measurement, type ScaleFigures } from "./measurement.ts";
import { readOptions, USAGE, type ScaleOptions } from "./options.ts";
import { report } from "./report.ts";
import { createTown, type ServedOperator } from "./towns.ts";

const ACCOUNT = { namespace: "default", name: "operator-under-test" };
const A_DAY_SECONDS = 86_400;
const closing = new Closing();

async function measure(options: ScaleOptions): Promise<ScaleFigures> {
  const began = Date.now();
  const tell = (what: string): void => console.error(`${Math.round((Date.now() - began) / 1000)} s: ${what}`);
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "gastown-scale-")));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  tell("kube-apiserver and etcd start");
  const plane = await ControlPlane.start({
    folder: path.join(folder, "plane"),
    definitions: crds(ALL_KINDS),
  });
  closing.add(() => plane.stop());
  const account = await createAccount(plane.admin, ACCOUNT, OPERATOR_RULES);
  const kubeconfig = path.join(folder, "kubeconfig");
  plane.writeKubeconfig(kubeconfig, tokenOf(account, plane, A_DAY_SECONDS));
  const towns = Array.from({ length: options.towns }, (_, index) =>
    createTown({ folder, kubeconfig }, index, options),
  );
  closing.add(async () => {
    await Promise.all(towns.map(({ stub }) => stub.close()));
    endProcessesIn(folder);
  });
  const cluster = new Cluster(plane.kubeconfigPath, ["Rig", "Polecat"]);
  closing.add(() => cluster.close());
  await applyAll(
    cluster,
    towns.flatMap(({ rigs }) => rigs),
  );
  tell(`${options.towns} operators start`);
  const operators: ServedOperator[] = [];
  for (const town of towns) {
    const operator = await town.startOperator();
    closing.add(() => operator.process.stop());
    operators.push(operator);
  }
  const measurement = new Measurement(options, { plane, account: ACCOUNT.name, towns, cluster, tell });
  return measurement.of(operators);
}

async function main(argv: readonly string[]): Promise<void> {
  const options = readOptions(argv);
  await requireBinaries();
  try {
    const figures = await measure(options);
    console.log(report(options, figures));
    if (options.out !== undefined)
      writeFileSync(options.out, `${JSON.stringify({ node: process.version, options, figures }, null, 2)}\n`);
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
