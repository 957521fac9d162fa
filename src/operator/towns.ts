/**
 * Which resources belong to this operator's town: a Rig by its label, and whatever names a Rig by that Rig's label.
 * What names no Rig, or one that does not exist, goes by its own label. Resources of another town are left alone, as
 * if they were not there: their own operator serves them.
 */
import {
  rigGtName,
  rigKind,
  rigOfPods,
  TOWN_LABEL,
  type AnyObject,
  type Kind,
  type OfObject,
  type Rig,
} from "../kinds/index.ts";
import type { InformerEvent, Lister } from "../kube/index.ts";
import type { Bridge } from "./bridge.ts";

export interface TownPorts {
  /** Undefined serves what names no town. */
  readonly town: string | undefined;
  readonly bridge: Bridge;
  readonly rigs: Pick<Lister<Rig>, "get">;
}

export function isOfTown(town: string | undefined, { metadata }: Pick<AnyObject, "metadata">): boolean {
  return (metadata.labels?.[TOWN_LABEL] ?? "") === (town ?? "");
}

/** A bridge that lets through what is of this town; what has moved to another one goes like a deleted resource. */
export function createTownBridge({ town, bridge, rigs }: TownPorts): Bridge {
  const rigNamed = (name: string): Rig | undefined => rigs.get({ name });
  /** Each offers the objects of its kind that name a Rig once more. */
  const offers: ((rig: string) => void)[] = [];
  /** Of each Rig there is whether it is ours, gt's name, and what it lets polecats use in pods; its own status writes come back as events, and change nothing here. */
  const known = new Map<string, string>();
  const isRigMoved = ({ type, object }: InformerEvent<AnyObject>): boolean => {
    const { name } = object.metadata;
    const before = known.get(name);
    const rig = type === "deleted" ? undefined : rigNamed(name);
    if (rig === undefined) known.delete(name);
    else known.set(name, `${isOfTown(town, rig)} ${rigGtName(rig)} ${JSON.stringify(rigOfPods(rig))}`);
    return known.get(name) !== before;
  };
  return <Object extends AnyObject>(kind: Kind, of: OfObject<Object>, lister: Lister<Object>) => {
    const handle = bridge(kind, of, lister);
    const handler = (event: InformerEvent<Object>): void => {
      const rigName = of.rigRef(event.object);
      const rig = rigName === undefined ? undefined : rigNamed(rigName);
      handle(isOfTown(town, rig ?? event.object) ? event : gone(event));
      // It has come, gone or moved, or stands for another one of gt: what names it may belong elsewhere now.
      if (kind === rigKind && isRigMoved(event))
        for (const offer of offers) offer(event.object.metadata.name);
    };
    offers.push((rig) => {
      for (const object of lister.list()) if (of.rigRef(object) === rig) handler({ type: "applied", object });
    });
    return handler;
  };
}

const gone = <T>({ object }: InformerEvent<T>): InformerEvent<T> => ({ type: "deleted", object });
