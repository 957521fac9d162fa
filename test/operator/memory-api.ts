/** The Kubernetes API as far as the operator uses it, in memory, with refusals and delays on demand. */
import type { KubeApi } from "../../src/kube/index.ts";
import { address, MemoryStore } from "./memory-store.ts";

export { refused, type MemoryObject } from "./memory-store.ts";

const bytes = new TextEncoder();

export class MemoryApi extends MemoryStore implements KubeApi {
  /** Says no, or waits, before a request is looked at. */
  intercept: (method: string, path: string, body?: unknown) => void | Promise<void> = () => undefined;

  readonly request: KubeApi["request"] = async (method, path, schema, options = {}) => {
    await this.intercept(method, path, options.body);
    await Promise.resolve();
    return schema.parse(structuredClone(this.answer(method, path, options.body, options.contentType)));
  };

  readonly stream: KubeApi["stream"] = (path, { query = {}, signal }) => {
    const { plural } = address(path);
    return Promise.resolve(this.#watch(plural, Number(query["resourceVersion"]), signal));
  };

  async *#watch(plural: string, from: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let at = from;
    for (;;) {
      signal.throwIfAborted();
      const [next] = this.framesAfter(plural, at);
      if (next === undefined) {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        const wake = (): void => resolve(undefined);
        const stop = this.subscribe(wake);
        signal.addEventListener("abort", wake, { once: true });
        await promise;
        stop();
        continue;
      }
      at = next.version;
      yield bytes.encode(`${JSON.stringify({ type: next.type, object: next.object })}\n`);
    }
  }
}
