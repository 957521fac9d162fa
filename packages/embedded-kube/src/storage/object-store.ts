import { withMetadata, type KubeObject } from "../objects/index.ts";
import { Collection, keyOf, type Change } from "./collection.ts";

/** An object with the collection it is in. */
export interface Located {
  readonly storage: string;
  readonly object: KubeObject;
}

/** All objects of a server, with one revision counter as etcd has. Objects in it are never changed, only replaced. */
export class ObjectStore {
  #revision: number;
  readonly #logSize: number;
  readonly #collections = new Map<string, Collection>();
  readonly #byUid = new Map<string, Located>();
  readonly #dependents = new Map<string, Map<string, Located>>();
  readonly #listeners = new Set<(storage: string, change: Change) => void>();

  constructor(logSize: number, revision = 1) {
    this.#logSize = logSize;
    this.#revision = revision;
  }

  /** The resource version of the newest change. */
  get revision(): number {
    return this.#revision;
  }

  collection(storage: string): Collection {
    const known = this.#collections.get(storage);
    if (known !== undefined) return known;
    const created = new Collection(this.#logSize, this.#revision);
    this.#collections.set(storage, created);
    return created;
  }

  get(storage: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.collection(storage).get(keyOf(namespace, name));
  }

  /** Stores a new or changed object under the next resource version, which the returned object has. */
  put(storage: string, object: KubeObject): KubeObject {
    const previous = this.get(storage, object.metadata.namespace, object.metadata.name ?? "");
    const stored = this.#versioned(object);
    this.#index(storage, stored, previous);
    this.#apply(storage, {
      type: previous === undefined ? "ADDED" : "MODIFIED",
      revision: this.#revision,
      object: stored,
      previous,
    });
    return stored;
  }

  /** Removes an object; `last` is its state at the end. */
  remove(storage: string, last: KubeObject): KubeObject {
    const previous = this.get(storage, last.metadata.namespace, last.metadata.name ?? "");
    const removed = this.#versioned(last);
    this.#unindex(storage, previous ?? last);
    this.#apply(storage, {
      type: "DELETED",
      revision: this.#revision,
      object: removed,
      previous: previous ?? last,
    });
    return removed;
  }

  /** Puts an object back as it was saved, without an event. */
  restore(storage: string, object: KubeObject): void {
    this.collection(storage).restore(object);
    this.#index(storage, object, undefined);
  }

  /** Makes every resource version given out so far too old to resume a watch from. */
  forgetChanges(): void {
    this.#revision += 1;
    for (const collection of this.#collections.values()) collection.forget(this.#revision);
  }

  ofUid(uid: string): Located | undefined {
    return this.#byUid.get(uid);
  }

  /** The objects that name an owner in their owner references. */
  dependentsOf(uid: string): readonly Located[] {
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }

  /** All objects of all collections. */
  all(): readonly Located[] {
    return [...this.#byUid.values()];
  }

  /** Calls back after each change of anything. */
  onChange(listener: (storage: string, change: Change) => void): void {
    this.#listeners.add(listener);
  }

  #versioned(object: KubeObject): KubeObject {
    this.#revision += 1;
    return withMetadata(object, { resourceVersion: String(this.#revision) });
  }

  #apply(storage: string, change: Change): void {
    this.collection(storage).apply(change);
    for (const listener of this.#listeners) listener(storage, change);
  }

  #index(storage: string, object: KubeObject, previous: KubeObject | undefined): void {
    if (previous !== undefined) this.#unindex(storage, previous);
    const uid = object.metadata.uid ?? "";
    const located = { storage, object };
    this.#byUid.set(uid, located);
    for (const owner of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(owner.uid) ?? new Map<string, Located>();
      dependents.set(uid, located);
      this.#dependents.set(owner.uid, dependents);
    }
  }

  #unindex(storage: string, object: KubeObject): void {
    const uid = object.metadata.uid ?? "";
    if (this.#byUid.get(uid)?.storage === storage) this.#byUid.delete(uid);
    for (const owner of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(owner.uid);
      dependents?.delete(uid);
      if (dependents?.size === 0) this.#dependents.delete(owner.uid);
    }
  }
}
