/**
 * `demo`: the main job, live. An API in this process, a simulated town in a folder of its own, the operator between
 * them, and a person (this file) who applies the samples, works beside the operator, and asks for a termination.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { crds } from "../kinds/index.ts";
import { ConfigError, type Config } from "../config.ts";
import { startEmbeddedApi } from "../embedded/kube/index.ts";
import {
  GT_VERSIONS,
  isGtVersion,
  runInTown,
  seedTown,
  withState,
  type TownSeed,
} from "../embedded/town/index.ts";
import { shellWord } from "../grammar/index.ts";
import { connect, createKubeApi, Informer, objectPath, resourceOf, type KubeApi } from "../kube/index.ts";
import { assemble } from "./assembly.ts";
import { closingAfter, type Close } from "./closing.ts";
import { createScreen, shownSchema, type Screen, type Shown } from "./demo-screen.ts";
import { DEMO_TOWN, OUTSIDE } from "./demo-town.ts";
import { openLogger } from "./open-logger.ts";
import { untilStopped } from "./lifetime.ts";
import { applyManifest, readManifests, typeOf } from "./manifests.ts";
import { samplesFolder, simulatedGtEntry } from "./simulated-gt.ts";

/** Everything the demo promises happens well within this time, or the demo has failed. */
const PATIENCE_MS = 50_000;
const GRACE_MS = 3_000;

interface DemoOptions {
  readonly exits: boolean;
  /** Of the simulated gt. */
  readonly gtVersion: string;
}

/** @throws ConfigError where the simulated gt does not speak the version. */
export async function demo(given: Config, { exits, gtVersion }: DemoOptions): Promise<void> {
  if (!isGtVersion(gtVersion)) {
    const spoken = GT_VERSIONS.join(" and ");
    throw new ConfigError(`the simulated gt does not speak ${gtVersion}: it speaks ${spoken}`);
  }
  const town = { ...DEMO_TOWN, gtVersion };
  const stopped = untilStopped();
  await closingAfter((opened) => show(given, town, exits, stopped, opened));
}

/** @returns a folder of its own, which goes with the demo, however that ends. */
function temporaryFolder(opened: (close: Close) => void): string {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-demo-"));
  // Again where a simulated agent has just written into it.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  opened(() => {
    process.off("exit", remove);
    remove();
  });
  return folder;
}

async function show(
  given: Config,
  town: TownSeed,
  exits: boolean,
  stopped: Promise<string>,
  opened: (close: Close) => void,
): Promise<void> {
  const folder = temporaryFolder(opened);
  const townRoot = path.join(folder, "town");
  const gtPath = seedTown(
    townRoot,
    town,
    { nodePath: process.execPath, entry: simulatedGtEntry() },
    Date.now(),
  );
  const config: Config = { ...given, townRoot, gtPath };
  const kubeconfigPath = path.join(folder, "kubeconfig");
  const embedded = await startEmbeddedApi({ crds: crds(), kubeconfigPath });
  opened(() => embedded.stop());
  const logger = await openLogger(config);
  const connection = connect({ kubeconfig: kubeconfigPath }, () => Date.now());
  const assembled = await assemble(config, connection, logger, { takesFreePort: true });
  opened(() => assembled.close(GRACE_MS));
  const screen = createScreen(
    (text) => process.stdout.write(text),
    process.stdout.isTTY,
    () => Date.now(),
  );
  const watcher = connect({ kubeconfig: kubeconfigPath }, () => Date.now());
  opened(() => watcher.close());
  const story = new Story(createKubeApi(watcher), screen, townRoot);
  opened(() => story.close());
  if (assembled.inspectorUrl !== null) screen.say(`Watch it live: ${assembled.inspectorUrl}`);
  if ((await Promise.race([assembled.operator.start(), stopped])) !== undefined) return;
  if ((await Promise.race([story.tell(), stopped])) !== undefined) return;
  screen.say(`To look around: export KUBECONFIG=${shellWord(kubeconfigPath)}`);
  screen.say("  kubectl get polecats -w          kubectl get gastown -A -o wide");
  screen.say("  kubectl describe polecat dirty   (why it is not terminated)");
  screen.say(`  rm ${shellWord(townRoot)}/beta/polecats/*/beta/notes.txt   (then it is)`);
  screen.say(`  kubectl patch polecat parser --type merge -p '{"spec":{"desiredState":"Terminated"}}'`);
  screen.say(`  metrics: http://127.0.0.1:${assembled.httpPort}/metrics`);
  if (exits) return;
  screen.say("It stays up until Ctrl-C.");
  await stopped;
}

/** The demo's plot, and the checks that it really happened. */
class Story {
  readonly #api: KubeApi;
  readonly #screen: Screen;
  readonly #townRoot: string;
  readonly #objects = new Map<string, Shown>();
  readonly #informers: readonly Informer<Shown>[];
  #onChange: () => void = () => undefined;

  constructor(api: KubeApi, screen: Screen, townRoot: string) {
    this.#api = api;
    this.#screen = screen;
    this.#townRoot = townRoot;
    this.#informers = (["Rig", "Polecat", "Convoy"] as const).map(
      (kind) =>
        new Informer({
          api,
          resource: resourceOf(typeOf(kind), shownSchema),
          handler: ({ object }) => this.#take(object),
          now: () => Date.now(),
          random: Math.random,
        }),
    );
  }

  async tell(): Promise<void> {
    await Promise.all(this.#informers.map((informer) => informer.start().hasSynced));
    this.#screen.say("A town with the rigs alpha and beta. Applying samples/: 2 Rigs, 4 Polecats, 1 Convoy.");
    const folder = samplesFolder();
    for (const file of ["rigs.yaml", "polecats.yaml", "convoy.yaml"]) {
      for (const manifest of readManifests(folder, file, { TOWN_ROOT: this.#townRoot })) {
        await applyManifest(this.#api, manifest);
      }
    }
    await this.#until("all four polecats have worked", () =>
      ["parser", "printer", "importer", "dirty"].every((name) => this.#polecatHasBead(name)),
    );
    const { slung, closed } = OUTSIDE;
    this.#screen.say(
      `Somebody runs, beside the operator: gt sling ${slung.bead} ${slung.rig}; bd close ${closed}`,
    );
    runInTown(this.#townRoot, "gt", ["sling", slung.bead, slung.rig], Date.now());
    runInTown(this.#townRoot, "bd", ["close", closed], Date.now());
    await this.#refuseTermination();
    await this.#until("the convoy is Completed and announced", () => {
      const { status } = this.#get("Convoy", "first-release") ?? {};
      return status?.phase === "Completed" && status.notifiedAt !== undefined;
    });
    const mails = withState(this.#townRoot, ({ mail }) => mail.length);
    if (mails !== 1) throw new Error(`the mayor should have one mail and has ${mails}`);
    this.#screen.say("The convoy is Completed, and mayor/ has exactly one mail about it.");
  }

  async close(): Promise<void> {
    await Promise.all(this.#informers.map((informer) => informer.close()));
  }

  async #refuseTermination(): Promise<void> {
    await this.#until("polecat dirty is Idle", () => this.#get("Polecat", "dirty")?.status?.phase === "Idle");
    this.#screen.say("Its agent left notes.txt uncommitted. Asking for its end all the same:");
    this.#screen.say(
      `  kubectl patch polecat dirty --type merge -p '{"spec":{"desiredState":"Terminated"}}'`,
    );
    await this.#api.request(
      "PATCH",
      objectPath(typeOf("Polecat"), { name: "dirty", namespace: "default" }),
      z.unknown(),
      {
        body: { spec: { desiredState: "Terminated" } },
        contentType: "application/merge-patch+json",
      },
    );
    const refusal = await this.#until("the termination is refused", () =>
      this.#get("Polecat", "dirty")?.status?.conditions?.find(
        ({ type, status, reason }) =>
          type === "Terminating" && status === "True" && reason === "UncommittedWork",
      ),
    );
    this.#screen.say(`Refused, nothing was touched: ${refusal.reason}: ${refusal.message}`);
  }

  #polecatHasBead(name: string): boolean {
    return this.#get("Polecat", name)?.status?.assignedBead !== undefined;
  }

  #get(kind: string, name: string): Shown | undefined {
    return this.#objects.get(`${kind}/${name}`);
  }

  #take(object: Shown): void {
    this.#objects.set(`${object.kind}/${object.metadata.name}`, object);
    this.#screen.show(object);
    this.#onChange();
  }

  /** Resolves with the first value that is neither false nor undefined. @throws when it does not come in time. */
  async #until<Value>(what: string, look: () => Value | false | undefined): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const timer = setTimeout(() => reject(new Error(`it did not happen in time that ${what}`)), PATIENCE_MS);
    // Ctrl-C in the middle of the story must not wait for what will not happen any more.
    timer.unref();
    this.#onChange = () => {
      const value = look();
      if (value !== undefined && value !== false) resolve(value);
    };
    this.#onChange();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#onChange = () => undefined;
    }
  }
}
