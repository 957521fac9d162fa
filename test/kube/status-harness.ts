import { onTestFinished } from "vitest";
import {
  StatusWriter,
  type ObjectRef,
  type PresentStatus,
  type StatusWriterOptions,
  type WriteCounter,
} from "../../src/kube/index.ts";
import { startScriptedServer } from "./scripted-server.ts";
import { StatusServer } from "./status-server.ts";
import { widgets } from "./widgets.ts";

export const refTo = (name: string, uid = `uid-${name}`): ObjectRef => ({
  resource: widgets,
  name,
  namespace: "town",
  uid,
});
export const noon = Date.parse("2026-05-01T12:00:00Z");

/** A status writer, a server for it, and an informer that the test moves on by hand. */
export async function setUp(options: Partial<StatusWriterOptions> = {}) {
  const cluster = new StatusServer();
  const server = await startScriptedServer(cluster.answer);
  const counts: WriteCounter[] = [];
  /** What an informer would have seen so far; tests move it on themselves. */
  const seen = new Map<string, PresentStatus>();
  const writer = new StatusWriter({
    api: server.api,
    present: ({ name }) => seen.get(name),
    now: () => noon,
    random: () => 0.5,
    backoff: { baseMs: 1, maxMs: 10 },
    onCount: (counter) => counts.push(counter),
    ...options,
  });
  onTestFinished(async () => {
    await writer.close();
    await server[Symbol.asyncDispose]();
  });
  const informerCatchesUp = (name: string): void => {
    const known = cluster.widgets.get(name);
    if (known !== undefined)
      seen.set(name, { uid: known.uid, resourceVersion: String(known.version), status: known.status });
  };
  return { cluster, server, writer, counts, seen, informerCatchesUp };
}
