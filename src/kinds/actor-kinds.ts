/** All kinds of actors by their names, as a journal names them. */
import type { ActorKind } from "../host/index.ts";
import { beadStoreKind } from "./bead-store/persisted.ts";
import { convoyKind } from "./convoy/persisted.ts";
import { polecatKind } from "./polecat/persisted.ts";
import { refineryKind } from "./refinery/persisted.ts";
import { rigKind } from "./rig/persisted.ts";
import { witnessKind } from "./witness/persisted.ts";

export const ACTOR_KINDS: ReadonlyMap<string, ActorKind> = new Map(
  [rigKind, polecatKind, convoyKind, witnessKind, refineryKind, beadStoreKind].map((kind) => [
    kind.kind,
    kind,
  ]),
);
