import type { KubeObject } from "../objects/index.ts";
import { namespaces } from "../resources/index.ts";
import type { Located } from "../storage/index.ts";
import { deleteObject, plainDeletion } from "./delete.ts";
import { resourceOf } from "./garbage-collector.ts";
import type { WriteContext } from "./write-request.ts";

/**
 * Empties namespaces that are being deleted and removes them when nothing is left (kube-controller-manager's namespace
 * controller). Objects with finalizers hold their namespace.
 */
export class NamespaceLifecycle {
  readonly #context: WriteContext;
  readonly #terminating = new Set<string>();
  #scheduled: NodeJS.Immediate | undefined;

  constructor(context: WriteContext) {
    this.#context = context;
    context.store.onChange((storage, change) => {
      if (storage === namespaces.storage) this.#namespaceChanged(change.object);
      else if (change.type === "DELETED" && this.#terminating.has(change.object.metadata.namespace ?? ""))
        this.#schedule();
    });
    for (const [, object] of context.store.collection(namespaces.storage).entries())
      this.#namespaceChanged(object);
  }

  stop(): void {
    clearImmediate(this.#scheduled);
    this.#terminating.clear();
  }

  #namespaceChanged(object: KubeObject): void {
    if (object.metadata.deletionTimestamp === undefined) return;
    this.#terminating.add(object.metadata.name ?? "");
    this.#schedule();
  }

  #schedule(): void {
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      for (const name of [...this.#terminating]) this.#empty(name);
    });
  }

  #empty(name: string): void {
    const { store } = this.#context;
    const namespace = store.get(namespaces.storage, undefined, name);
    if (namespace === undefined) {
      this.#terminating.delete(name);
      return;
    }
    for (const located of this.#contents(name)) this.#delete(located);
    if (this.#contents(name).length > 0) return;
    this.#terminating.delete(name);
    store.remove(namespaces.storage, namespace);
  }

  #contents(name: string): Located[] {
    return this.#context.store.all().filter(({ object }) => object.metadata.namespace === name);
  }

  #delete(located: Located): void {
    const resource = resourceOf(this.#context.registry, located);
    if (resource === undefined) this.#context.store.remove(located.storage, located.object);
    else deleteObject(this.#context, resource, located.object, plainDeletion);
  }
}
