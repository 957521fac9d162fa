/**
 * Which resources belong to this operator's town: a Rig by its label, and whatever names a Rig by that Rig's label.
 * What names no Rig, or one that does not exist, goes by its own label. Resources of another town are left alone, as
 * if they were not there: their own operator serves them.
 */
import { TOWN_LABEL, type Convoy, type Polecat, type Rig, type Witness } from "../api/index.ts";
import type { InformerEvent, Lister } from "../kube/index.ts";
import type { Bridge } from "./bridge.ts";

export interface TownPorts {
  /** Undefined serves what names no town. */
  readonly town: string | undefined;
  readonly bridge: Bridge;
  readonly rigs: () => Lister<Rig>;
  readonly polecats: () => Lister<Polecat>;
  readonly convoys: () => Lister<Convoy>;
  readonly witnesses: () => Lister<Witness>;
}

export function isOfTown(town: string | undefined, { metadata }: Pick<Rig, "metadata">): boolean {
  return (metadata.labels?.[TOWN_LABEL] ?? "") === (town ?? "");
}

/** A bridge that lets through what is of this town; what has moved to another one goes like a deleted resource. */
export function createTownBridge(ports: TownPorts): Bridge {
  const { town, bridge, rigs, polecats, convoys, witnesses } = ports;
  const isOurs = (object: Polecat | Convoy | Witness, rigName: string | undefined): boolean => {
    const rig = rigName === undefined ? undefined : rigs().get({ name: rigName });
    return isOfTown(town, rig ?? object);
  };
  const pass = <T>(event: InformerEvent<T>, ours: boolean): InformerEvent<T> =>
    ours ? event : { type: "deleted", object: event.object };
  const polecat: Bridge["polecat"] = (event) =>
    bridge.polecat(pass(event, isOurs(event.object, event.object.spec.rig)));
  const convoy: Bridge["convoy"] = (event) =>
    bridge.convoy(pass(event, isOurs(event.object, event.object.spec.rigRef)));
  const witness: Bridge["witness"] = (event) =>
    bridge.witness(pass(event, isOurs(event.object, event.object.spec.rigRef)));
  /** By name of each Rig there is; its own status writes come back as events, and change nothing here. */
  const known = new Map<string, boolean>();
  return {
    polecat,
    convoy,
    witness,
    rig(event) {
      const { name } = event.object.metadata;
      const before = known.get(name);
      const ours = isOfTown(town, event.object);
      bridge.rig(pass(event, ours));
      if (event.type === "deleted") known.delete(name);
      else known.set(name, ours);
      if (known.get(name) === before) return;
      for (const object of polecats().list()) {
        if (object.spec.rig === name) polecat({ type: "applied", object });
      }
      for (const object of convoys().list()) {
        if (object.spec.rigRef === name) convoy({ type: "applied", object });
      }
      for (const object of witnesses().list()) {
        if (object.spec.rigRef === name) witness({ type: "applied", object });
      }
    },
  };
}
