import type { KubeObject } from "../objects/index.ts";

/** One change of one object. */
export interface Change {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly revision: number;
  /** The object after the change; for a deletion its last state with the deletion's resource version. */
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
}

/** Where an object is within its collection; also the order of lists, as etcd's keys give it. */
export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ""}/${name}`;
}

function keyOfObject(object: KubeObject): string {
  return keyOf(object.metadata.namespace, object.metadata.name ?? "");
}

/** All objects of one kind with the log of their latest changes. */
export class Collection {
  readonly #objects = new Map<string, KubeObject>();
  #order: readonly string[] | undefined;
  #log: Change[] = [];
  /** Changes after this revision are in the log; older ones are forgotten. */
  #forgottenUpTo: number;
  readonly #logSize: number;
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(logSize: number, revision: number) {
    this.#logSize = logSize;
    this.#forgottenUpTo = revision;
  }

  get(key: string): KubeObject | undefined {
    return this.#objects.get(key);
  }

  /** Keys and objects in the order of lists. */
  entries(): readonly (readonly [string, KubeObject])[] {
    this.#order ??= [...this.#objects.keys()].sort();
    return this.#order.flatMap((key) => {
      const object = this.#objects.get(key);
      return object === undefined ? [] : [[key, object] as const];
    });
  }

  /** Puts an object there without a change in the log: for what was restored from a file. */
  restore(object: KubeObject): void {
    this.#objects.set(keyOfObject(object), object);
    this.#order = undefined;
  }

  apply(change: Change): void {
    const key = keyOfObject(change.object);
    if (change.type === "DELETED") this.#objects.delete(key);
    else this.#objects.set(key, change.object);
    if (change.type !== "MODIFIED") this.#order = undefined;
    this.#log.push(change);
    // Trimming in steps keeps the cost of a write constant.
    if (this.#log.length > this.#logSize + this.#logSize / 4) this.#trim();
    for (const listener of [...this.#listeners]) listener(change);
  }

  #trim(): void {
    const dropped = this.#log.length - this.#logSize;
    this.#forgottenUpTo = this.#log[dropped - 1]?.revision ?? this.#forgottenUpTo;
    this.#log = this.#log.slice(dropped);
  }

  /** Forgets all changes up to a revision. */
  forget(revision: number): void {
    this.#log = [];
    this.#forgottenUpTo = revision;
  }

  get forgottenUpTo(): number {
    return this.#forgottenUpTo;
  }

  /** The changes after a revision, oldest first; undefined when some of them are forgotten. */
  changesAfter(revision: number): readonly Change[] | undefined {
    if (revision < this.#forgottenUpTo) return undefined;
    const first = this.#log.findIndex((change) => change.revision > revision);
    return first < 0 ? [] : this.#log.slice(first);
  }

  /** Keys and objects as they were at a revision; undefined when changes since then are forgotten. */
  entriesAt(revision: number): readonly (readonly [string, KubeObject])[] | undefined {
    const since = this.changesAfter(revision);
    if (since === undefined) return undefined;
    if (since.length === 0) return this.entries();
    const objects = new Map(this.#objects);
    for (const change of since.toReversed()) {
      const key = keyOfObject(change.object);
      if (change.previous === undefined) objects.delete(key);
      else objects.set(key, change.previous);
    }
    return [...objects].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
