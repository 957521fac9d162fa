/**
 * Which resources belong to this operator's town: a Rig by its label, and whatever names a Rig by that Rig's label.
 * What names no Rig, or one that does not exist, goes by its own label. Resources of another town are left alone, as
 * if they were not there: their own operator serves them.
 */
import {
  type BeadStore,
  type Convoy,
  type Polecat,
  type Refinery,
  type Rig,
  rigGtName,
  TOWN_LABEL,
  type Witness,
} from "../kinds/index.ts";
import type { InformerEvent } from "../kube/index.ts";
import type { Bridge } from "./bridge.ts";
import type { Informers } from "./informers.ts";

export interface TownPorts {
  /** Undefined serves what names no town. */
  readonly town: string | undefined;
  readonly bridge: Bridge;
  readonly informers: () => Informers;
}

type OfRig = Polecat | Convoy | Witness | Refinery | BeadStore;

export function isOfTown(town: string | undefined, { metadata }: Pick<Rig, "metadata">): boolean {
  return (metadata.labels?.[TOWN_LABEL] ?? "") === (town ?? "");
}

/** A bridge that lets through what is of this town; what has moved to another one goes like a deleted resource. */
export function createTownBridge({ town, bridge, informers }: TownPorts): Bridge {
  const through = <T extends OfRig>(handler: (event: InformerEvent<T>) => void) => {
    return (event: InformerEvent<T>): void => {
      const rigName = rigOf(event.object);
      const rig = rigName === undefined ? undefined : informers().rigs.lister.get({ name: rigName });
      handler(isOfTown(town, rig ?? event.object) ? event : gone(event));
    };
  };
  const ofRig = {
    polecat: through(bridge.polecat),
    convoy: through(bridge.convoy),
    witness: through(bridge.witness),
    refinery: through(bridge.refinery),
    beadStore: through(bridge.beadStore),
  };
  /** Of each Rig there is whether it is ours, and gt's name; its own status writes come back as events, and change nothing here. */
  const known = new Map<string, string>();
  return {
    ...ofRig,
    rig(event) {
      const { name } = event.object.metadata;
      const before = known.get(name);
      const ours = isOfTown(town, event.object);
      bridge.rig(ours ? event : gone(event));
      if (event.type === "deleted") known.delete(name);
      else known.set(name, `${ours} ${rigGtName(event.object)}`);
      if (known.get(name) === before) return;
      const { polecats, convoys, witnesses, refineries, beadStores } = informers();
      again(polecats.lister.list(), name, ofRig.polecat);
      again(convoys.lister.list(), name, ofRig.convoy);
      again(witnesses.lister.list(), name, ofRig.witness);
      again(refineries.lister.list(), name, ofRig.refinery);
      again(beadStores.lister.list(), name, ofRig.beadStore);
    },
  };
}

function rigOf({ spec }: OfRig): string | undefined {
  return "rig" in spec ? spec.rig : spec.rigRef;
}

const gone = <T>({ object }: InformerEvent<T>): InformerEvent<T> => ({ type: "deleted", object });

/** The rig has come, gone or moved, or stands for another one of gt: what names it may belong elsewhere now. */
function again<T extends OfRig>(
  objects: readonly T[],
  rig: string,
  handler: (event: InformerEvent<T>) => void,
): void {
  for (const object of objects) if (rigOf(object) === rig) handler({ type: "applied", object });
}
