/** What the API server has of each kind, as far as was seen: the informers fill it, everybody else reads. */
import type { ActorRef } from "../host/index.ts";
import {
  polecatKind,
  rigKind,
  witnessKind,
  type AnyObject,
  type Kind,
  type OfObject,
  type Polecat,
  type Rig,
  type Witness,
} from "../kinds/index.ts";
import { ObjectStore, type Lister, type ObjectRef, type PresentStatus } from "../kube/index.ts";

/** The store of one kind, whatever its objects are. */
export interface KindStore {
  readonly kind: Kind;
  readonly lister: Lister<AnyObject>;
  /** Calls back with the store, and with what is asked of its objects. */
  readonly open: <Result>(
    use: <Object extends AnyObject>(store: ObjectStore<Object>, of: OfObject<Object>) => Result,
  ) => Result;
}

export interface Stores {
  readonly all: readonly KindStore[];
  readonly rigs: Lister<Rig>;
  readonly polecats: Lister<Polecat>;
  readonly witnesses: Lister<Witness>;
  /** The resource of an actor, as it was last read; undefined where another one has its name now. */
  get(ref: ActorRef): AnyObject | undefined;
  /** What the server has of an object. */
  present(ref: ObjectRef): PresentStatus | undefined;
}

export function createStores(kinds: readonly Kind[]): Stores {
  const rigs = storeOf(rigKind, rigKind);
  const polecats = storeOf(polecatKind, polecatKind);
  const witnesses = storeOf(witnessKind, witnessKind);
  const typed: readonly KindStore[] = [rigs, polecats, witnesses];
  const all = kinds.map(
    (kind) =>
      typed.find((store) => store.kind.name === kind.name) ??
      kind.ofObjects((of): KindStore => storeOf(kind, of)),
  );
  return {
    ...{ all, rigs: rigs.store, polecats: polecats.store, witnesses: witnesses.store },
    get(ref) {
      const object = all.find(({ kind }) => isOfKind(kind, ref))?.lister.get(ref);
      return object?.metadata.uid === ref.uid ? object : undefined;
    },
    present: (ref) => all.find(({ kind }) => kind.name === ref.resource.kind)?.lister.present(ref),
  };
}

function isOfKind(kind: Kind, ref: ActorRef): boolean {
  const variants = kind.ofObjects(({ variants: all }) => all?.all ?? []);
  return [kind, ...variants].some((one) => one.kind === ref.kind);
}

function storeOf<Object extends AnyObject>(
  kind: Kind,
  of: OfObject<Object>,
): KindStore & { readonly store: ObjectStore<Object> } {
  const store = new ObjectStore<Object>();
  return { kind, store, lister: store, open: (use) => use(store, of) };
}
