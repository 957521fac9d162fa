/** Several towns on one control plane, each with rigs of its own and the operator of its own release. */
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { TOWN_LABEL } from "../../src/kinds/index.ts";
import { rig, type Manifest } from "../../test/e2e/harness/manifests.ts";
import { bundled } from "../peer/contender.ts";
import { OperatorUnderTest } from "../peer/operator-under-test.ts";
import { beadsOf, polecatsOf, type BenchRig } from "../peer/population.ts";
import { StubTown } from "../peer/stub/town.ts";
import type { ScaleOptions } from "./options.ts";

export interface Town {
  readonly name: string;
  readonly rigs: readonly Manifest[];
  /** One for each bead. */
  readonly polecats: readonly Manifest[];
  readonly stub: StubTown;
  readonly startOperator: () => Promise<ServedOperator>;
}

/** An operator, and where it answers. */
export interface ServedOperator {
  readonly town: string;
  readonly process: OperatorUnderTest;
  /** URLs without a path. */
  readonly metrics: string;
  readonly inspector: string;
  /** Folder of its journal. */
  readonly journal: string;
}

export interface Place {
  readonly folder: string;
  readonly kubeconfig: string;
}

export function createTown(place: Place, index: number, options: ScaleOptions): Town {
  const { polecats, rigs: allRigs, towns, latency } = options;
  const name = `town${index}`;
  const at = (file: string): string => path.join(place.folder, name, file);
  mkdirSync(at("home"), { recursive: true });
  const rigs = rigsOfTown(index, allRigs / towns, polecats / allRigs);
  const beads = beadsOf(rigs);
  const stub = new StubTown({
    root: at("town"),
    exchange: at("exchange"),
    logFile: at("gt-calls.jsonl"),
    gtVersion: "1.0.1",
    rigs,
    beads,
    latencyMs: latency,
    hasDatabases: true,
  });
  return {
    name,
    rigs: rigs.map((one) =>
      labelled(name, rig(at("town"), one, { settings: { maxPolecats: one.polecats } })),
    ),
    polecats: polecatsOf(rigs),
    stub,
    async startOperator() {
      const [http, inspector] = [await freeAddress(), await freeAddress()];
      const contender = bundled();
      const env = {
        ...contender.env,
        GASTOWN_TOWN: name,
        GASTOWN_HTTP_ADDRESS: http,
        GASTOWN_INSPECTOR_ADDRESS: inspector,
        GASTOWN_DATA_DIR: at("data"),
      };
      const given = { kubeconfig: place.kubeconfig, townRoot: at("town"), bin: stub.bin, home: at("home") };
      const process = new OperatorUnderTest({ ...contender, env }, given, at("operator.log"));
      const [metrics, page] = [`http://${http}`, `http://${inspector}`];
      return { town: name, process, metrics, inspector: page, journal: at("data/journal") };
    },
  };
}

/** Names and prefixes that no other town has: resources of all towns lie side by side. */
function rigsOfTown(town: number, count: number, polecats: number): readonly BenchRig[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `t${town}rig${index}`,
    prefix: `t${town}r${index}`,
    polecats,
  }));
}

function labelled(town: string, manifest: Manifest): Manifest {
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, labels: { ...metadata.labels, [TOWN_LABEL]: town } } };
}

async function freeAddress(): Promise<string> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once("error", reject).listen(0, "127.0.0.1", () => resolve(undefined));
  await promise;
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("no port of the loopback is free");
  return `127.0.0.1:${address.port}`;
}
