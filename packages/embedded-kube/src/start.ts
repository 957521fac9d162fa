import { randomBytes, randomUUID } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import {
  createListener,
  listenOn,
  type Listener,
  type ListenerLimits,
  type ListenerOptions,
} from "@gastown/listener";
import { fileOf, troubleWith, wholeSeconds } from "@gastown/system";
import { OpenApi } from "./discovery/index.ts";
import { Faults } from "./faults.ts";
import { certificateFor, type Certificate, Connections, createHandler, kubeconfigOf } from "./http/index.ts";
import { EventExpiry, GarbageCollector, NamespaceLifecycle, type WriteContext } from "./lifecycle/index.ts";
import { withMetadata } from "./objects/index.ts";
import type { EmbeddedApi, EmbeddedApiOptions, EmbeddedApiWithFaults } from "./options.ts";
import {
  definitions,
  establishedDefinition,
  namespaces,
  ResourceRegistry,
  systemNamespace,
} from "./resources/index.ts";
import { ObjectStore, Persistence, readSavedState } from "./storage/index.ts";

/** The namespaces of a new cluster. */
const initialNamespaces = ["default", "kube-system", "kube-public"];

/**
 * Starts an embedded Kubernetes API and resolves when it answers.
 * @throws CrdError for a CRD that cannot be served, PersistenceError for a broken file, and the listening's own errors.
 */
export function startEmbeddedApi(options: EmbeddedApiOptions): Promise<EmbeddedApi> {
  return startApiWithFaults(options);
}

/** The same, for tests that disturb it. */
export async function startApiWithFaults(options: EmbeddedApiOptions): Promise<EmbeddedApiWithFaults> {
  const { now = Date.now, randomUuid = randomUUID, token = randomBytes(32).toString("base64url") } = options;
  const registry = new ResourceRegistry(options.crds, { hasPods: options.pods ?? false });
  const store = await openStore(options);
  const context: WriteContext = { store, registry, now, randomUuid };
  bootstrap(context, options.crds);
  const connections = new Connections();
  const faults = new Faults({
    dropWatches: () => connections.drop(),
    forgetWatchLog: () => store.forgetChanges(),
  });
  const handler = createHandler({
    context,
    openApi: new OpenApi(registry),
    gate: faults,
    connections,
    token,
    bookmarkIntervalMs: options.bookmarkIntervalMs ?? 10_000,
  });
  const { listener, scheme, ca } = await listenerFor(options.tls ?? true, now(), handler);
  connections.follow(listener.server);
  // Loopback only: nobody outside of this machine reaches it.
  const port = await listenOn(listener, options.port ?? 0, "127.0.0.1");
  // Only now: a start that fails because its port is taken must not write to the file of the one that has it.
  const persistence =
    options.persistTo === undefined
      ? undefined
      : new Persistence(options.persistTo, store, new Set([definitions.storage]));
  const controllers = controllersOf(context);
  const access = { url: `${scheme}://127.0.0.1:${String(port)}`, token, ca, name: options.name };
  const stop = async (): Promise<void> => {
    for (const controller of controllers) controller.stop();
    await connections.close(listener.server);
    await persistence?.stop();
  };
  let stopped: Promise<void> | undefined;
  const api: EmbeddedApiWithFaults = {
    url: access.url,
    token,
    ...(ca === undefined ? {} : { ca }),
    kubeconfig: () => kubeconfigOf(access),
    faults,
    stop: () => (stopped ??= stop()),
  };
  try {
    if (options.kubeconfigPath !== undefined) await writePrivately(options.kubeconfigPath, api.kubeconfig());
  } catch (error) {
    // Nobody would have a handle on the server that is running by now.
    await api.stop();
    throw error;
  }
  return api;
}

async function openStore({ persistTo, watchLogSize = 5000 }: EmbeddedApiOptions): Promise<ObjectStore> {
  const saved = persistTo === undefined ? undefined : await readSavedState(persistTo);
  const store = new ObjectStore(watchLogSize, saved?.revision);
  for (const { storage, object } of saved?.objects ?? []) store.restore(storage, object);
  return store;
}

function controllersOf(context: WriteContext): readonly { readonly stop: () => void }[] {
  return [new GarbageCollector(context), new NamespaceLifecycle(context), new EventExpiry(context)];
}

/** What a cluster has before anybody writes to it. */
function bootstrap({ store, now, randomUuid }: WriteContext, crds: readonly unknown[]): void {
  for (const crd of crds) store.put(definitions.storage, establishedDefinition(crd, randomUuid(), now()));
  for (const name of initialNamespaces) {
    if (store.get(namespaces.storage, undefined, name) !== undefined) continue;
    const namespace = withMetadata(systemNamespace(name), {
      uid: randomUuid(),
      creationTimestamp: wholeSeconds(now()),
    });
    store.put(namespaces.storage, namespaces.strategy.prepareCreate(namespace));
  }
}

/** Watches are quiet for as long as nothing changes; who does not read is cut off by the size of what waits for them. */
const LIMITS: ListenerLimits = { connections: 1_000, headMs: 10_000, requestMs: 60_000, quietMs: 0 };

async function listenerFor(
  tls: boolean | Certificate,
  now: number,
  onRequest: ListenerOptions["onRequest"],
): Promise<{ readonly listener: Listener; readonly scheme: string; readonly ca: string | undefined }> {
  if (tls === false)
    return { listener: createListener({ limits: LIMITS, onRequest }), scheme: "http", ca: undefined };
  const certificate = tls === true ? await certificateFor(now) : tls;
  return {
    listener: createListener({ limits: LIMITS, tls: certificate, onRequest }),
    scheme: "https",
    ca: certificate.cert,
  };
}

/** The token is in it: nobody else on this machine may read it, whatever the mode of an older file was. */
async function writePrivately(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode: 0o600 });
    await chmod(path, 0o600);
  } catch (cause) {
    throw new Error(`the kubeconfig cannot be written, ${troubleWith(fileOf(cause, path), cause)}`, {
      cause,
    });
  }
}
