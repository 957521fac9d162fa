/** A control plane, a stub town and an operator between them, in a folder of its own. */
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Cluster } from "../../test/e2e/harness/cluster.ts";
import { endProcessesIn } from "../../test/e2e/harness/left-behind.ts";
import { ControlPlane, createAccount, tokenOf } from "../../test/envtest/index.ts";
import { ApiWrites } from "./api-writes.ts";
import type { Closing } from "./closing.ts";
import type { Contender } from "./contender.ts";
import { OperatorUnderTest } from "./operator-under-test.ts";
import type { PeerOptions } from "./options.ts";
import { beadsOf, rigsOf, type BenchRig } from "./population.ts";
import { StubTown } from "./stub/town.ts";

export interface Scene {
  readonly options: PeerOptions;
  readonly rigs: readonly BenchRig[];
  /** One for each Polecat, and some that nobody works at. */
  readonly beads: readonly string[];
  readonly town: StubTown;
  readonly townRoot: string;
  readonly cluster: Cluster;
  readonly writes: ApiWrites;
  /** @param env beside the contender's own. */
  readonly startOperator: (env?: Contender["env"]) => OperatorUnderTest;
}

const ACCOUNT = { namespace: "default", name: "operator-under-test" };
const A_DAY_SECONDS = 86_400;

/** @param logs a folder that is there; by default one that goes at the end. */
export async function createScene(
  contender: Contender,
  options: PeerOptions,
  closing: Closing,
  logs?: string,
): Promise<Scene> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "gastown-peer-")));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => path.join(folder, name);
  const kept = logs ?? at("logs");
  mkdirSync(kept, { recursive: true });
  mkdirSync(at("home"));
  const plane = await ControlPlane.start({ folder: at("plane"), definitions: contender.crds });
  closing.add(async () => {
    if (logs !== undefined) copyFileSync(plane.audit.file, path.join(logs, "audit.log"));
    await plane.stop();
  });
  const account = await createAccount(plane.admin, ACCOUNT, contender.rules);
  plane.writeKubeconfig(at("kubeconfig"), tokenOf(account, plane, A_DAY_SECONDS));
  const rigs = rigsOf(options);
  const beads = beadsOf(rigs);
  const town = new StubTown({
    root: at("town"),
    exchange: at("exchange"),
    logFile: path.join(kept, "gt-calls.jsonl"),
    gtVersion: options["gt-version"],
    rigs,
    beads,
    latencyMs: options.latency,
    hasDatabases: !options["remote-databases"],
  });
  closing.add(async () => {
    await town.close();
    endProcessesIn(folder);
  });
  const cluster = new Cluster(plane.kubeconfigPath, ["Rig", "Polecat", "Convoy"]);
  closing.add(() => cluster.close());
  const startOperator = (env: Contender["env"] = {}): OperatorUnderTest => {
    const given = { kubeconfig: at("kubeconfig"), townRoot: at("town"), bin: town.bin, home: at("home") };
    const operator = new OperatorUnderTest(
      { ...contender, env: { ...contender.env, ...env } },
      given,
      path.join(kept, "operator.log"),
    );
    closing.add(() => operator.stop());
    return operator;
  };
  const writes = new ApiWrites(plane.audit, ACCOUNT.name);
  return { options, rigs, beads, town, townRoot: at("town"), cluster, writes, startOperator };
}
