import type { ObjectName } from "./resource.ts";

/** What the store holds of one object. */
interface StoredObject<T> {
  readonly uid: string;
  readonly resourceVersion: string;
  /** The newest version that could be read; undefined when none ever could. */
  readonly object: T | undefined;
  /** Status exactly as the server has it: a parsed one has defaults filled in and unknown fields dropped. */
  readonly status: unknown;
}

/** What a status writer compares with. */
export interface PresentStatus {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly status: unknown;
}

/** Read access to an informer's store. What it returns is shared: never change it. */
export interface Lister<T> {
  get(name: ObjectName): T | undefined;
  list(namespace?: string): T[];
  /** Objects known, unreadable ones included. */
  readonly size: number;
  /** The object's status as the server last sent it, and which version that was. */
  present(name: ObjectName): PresentStatus | undefined;
}

/** The store behind an informer. Only the informer writes to it. */
export class ObjectStore<T> implements Lister<T> {
  readonly #objects = new Map<string, StoredObject<T>>();

  get(name: ObjectName): T | undefined {
    return this.#objects.get(keyOf(name))?.object;
  }

  list(namespace?: string): T[] {
    const found: T[] = [];
    for (const [key, { object }] of this.#objects) {
      if (object !== undefined && (namespace === undefined || key.startsWith(`${namespace}/`)))
        found.push(object);
    }
    return found;
  }

  get size(): number {
    return this.#objects.size;
  }

  present(name: ObjectName): PresentStatus | undefined {
    return this.#objects.get(keyOf(name));
  }

  entry(key: string): StoredObject<T> | undefined {
    return this.#objects.get(key);
  }

  put(key: string, entry: StoredObject<T>): void {
    this.#objects.set(key, entry);
  }

  remove(key: string): void {
    this.#objects.delete(key);
  }

  keys(): string[] {
    return [...this.#objects.keys()];
  }
}

/** `namespace/name`; a cluster-scoped object's key begins with the slash. */
export function keyOf({ name, namespace }: ObjectName): string {
  return `${namespace ?? ""}/${name}`;
}
