import { jsonEqual, withMetadata, type KubeObject, type OwnerReference } from "../objects/index.ts";
import { apiVersionOf, type Resource, type ResourceRegistry } from "../resources/index.ts";
import type { Change, Located } from "../storage/index.ts";
import { deleteObject, foregroundFinalizer, orphanFinalizer, plainDeletion } from "./delete.ts";
import type { WriteContext } from "./write-request.ts";

type OwnerState = "solid" | "gone" | "waiting";

/**
 * Deletes what belonged to deleted objects (kube-controller-manager's garbage collector): in the background, or before
 * an owner that is deleted in the foreground goes, or not at all where the owner orphans its dependents.
 */
export class GarbageCollector {
  readonly #context: WriteContext;
  readonly #queue = new Set<string>();
  #scheduled: NodeJS.Immediate | undefined;

  constructor(context: WriteContext) {
    this.#context = context;
    context.store.onChange((_, change) => this.#changed(change));
    // A restart may have come between an owner's deletion and that of its dependents.
    for (const { object } of context.store.all())
      if (object.metadata.ownerReferences) this.#enqueue(object.metadata.uid);
  }

  stop(): void {
    clearImmediate(this.#scheduled);
    this.#queue.clear();
  }

  #changed(change: Change): void {
    const { metadata } = change.object;
    const owners = metadata.ownerReferences ?? [];
    if (change.type === "DELETED") {
      for (const dependent of this.#context.store.dependentsOf(metadata.uid ?? ""))
        this.#enqueue(dependent.object.metadata.uid);
      // An owner that waits in the foreground for this object may be able to go now.
      for (const owner of owners) this.#enqueue(owner.uid);
      return;
    }
    const isNewDependent = owners.length > 0 && !jsonEqual(owners, change.previous?.metadata.ownerReferences);
    if (isNewDependent || isCollectorsTurn(change.object)) this.#enqueue(metadata.uid);
  }

  #enqueue(uid: string | undefined): void {
    if (uid === undefined) return;
    this.#queue.add(uid);
    this.#scheduled ??= setImmediate(() => this.#run());
  }

  #run(): void {
    this.#scheduled = undefined;
    const uids = [...this.#queue];
    this.#queue.clear();
    for (const uid of uids) {
      const located = this.#context.store.ofUid(uid);
      if (located !== undefined) this.#collect(located);
    }
  }

  #collect(located: Located): void {
    const { object } = located;
    if (isCollectorsTurn(object)) {
      this.#finalize(located);
      return;
    }
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length === 0 || object.metadata.deletionTimestamp !== undefined) return;
    const states = owners.map((owner) => this.#stateOf(located, owner));
    if (states.every((state) => state === "solid")) return;
    if (states.includes("solid")) {
      const rest = owners.filter((_, index) => states[index] === "solid");
      this.#context.store.put(located.storage, withMetadata(object, { ownerReferences: rest }));
      return;
    }
    this.#delete(located);
  }

  #stateOf(dependent: Located, reference: OwnerReference): OwnerState {
    const kind = this.#context.registry.ofKind(reference.apiVersion, reference.kind);
    const { namespace } = dependent.object.metadata;
    // Owners of kinds that are not served cannot be looked up, and a namespaced owner of a cluster-scoped object is a
    // mistake: kube-controller-manager leaves both kinds of dependents alone.
    if (kind === undefined || (kind.namespaced && namespace === undefined)) return "solid";
    const owner = this.#context.store.ofUid(reference.uid)?.object;
    if (owner === undefined) return "gone";
    if (kind.namespaced && owner.metadata.namespace !== namespace) return "gone";
    return isForeground(owner) ? "waiting" : "solid";
  }

  #delete(located: Located): void {
    const resource = resourceOf(this.#context.registry, located);
    if (resource !== undefined) deleteObject(this.#context, resource, located.object, plainDeletion);
  }

  /** Does what a deletion in progress waits for: orphaning dependents, or deleting them first. */
  #finalize(located: Located): void {
    const { store } = this.#context;
    const uid = located.object.metadata.uid ?? "";
    const dependents = store.dependentsOf(uid);
    if (located.object.metadata.finalizers?.includes(orphanFinalizer) === true) {
      for (const dependent of dependents) {
        const owners = dependent.object.metadata.ownerReferences?.filter((owner) => owner.uid !== uid) ?? [];
        const ownerReferences = owners.length === 0 ? undefined : owners;
        store.put(dependent.storage, withMetadata(dependent.object, { ownerReferences }));
      }
      this.#removeFinalizer(located, orphanFinalizer);
      return;
    }
    const blocking = dependents.filter(({ object }) => {
      return object.metadata.ownerReferences?.some(
        (owner) => owner.uid === uid && owner.blockOwnerDeletion === true,
      );
    });
    if (blocking.length === 0) this.#removeFinalizer(located, foregroundFinalizer);
    else for (const dependent of dependents) this.#enqueue(dependent.object.metadata.uid);
  }

  #removeFinalizer(located: Located, finalizer: string): void {
    const rest = (located.object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
    const object = withMetadata(located.object, { finalizers: rest.length === 0 ? undefined : rest });
    if (rest.length === 0) this.#context.store.remove(located.storage, object);
    else this.#context.store.put(located.storage, object);
  }
}

function isForeground(object: KubeObject): boolean {
  return (
    object.metadata.deletionTimestamp !== undefined &&
    object.metadata.finalizers?.includes(foregroundFinalizer) === true
  );
}

function isCollectorsTurn(object: KubeObject): boolean {
  const orphans =
    object.metadata.deletionTimestamp !== undefined &&
    object.metadata.finalizers?.includes(orphanFinalizer) === true;
  return orphans || isForeground(object);
}

/** The resource of a stored object, undefined when its kind is not served any longer. */
export function resourceOf(registry: ResourceRegistry, located: Located): Resource | undefined {
  const { apiVersion, kind } = located.object;
  const served =
    registry.ofKind(apiVersion, kind) ??
    registry.resources.find(({ storage }) => storage === located.storage);
  return served !== undefined && (served.storage === located.storage || apiVersionOf(served) === apiVersion)
    ? served
    : undefined;
}
