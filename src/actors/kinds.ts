/** All kinds of actors by their names, as a journal names them. */
import type { ActorKind } from "../host/index.ts";
import { beadStoreKind } from "./bead-store-kind.ts";
import { convoyKind } from "./convoy-kind.ts";
import { polecatKind } from "./polecat-kind.ts";
import { refineryKind } from "./refinery-kind.ts";
import { rigKind } from "./rig-kind.ts";
import { witnessKind } from "./witness-kind.ts";

export const ACTOR_KINDS: ReadonlyMap<string, ActorKind> = new Map(
  [rigKind, polecatKind, convoyKind, witnessKind, refineryKind, beadStoreKind].map((kind) => [
    kind.kind,
    kind,
  ]),
);
