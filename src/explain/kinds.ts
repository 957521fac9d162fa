/** The kinds of actors whose records can be replayed. */
import {
  beadStoreKind,
  convoyKind,
  polecatKind,
  refineryKind,
  rigKind,
  witnessKind,
} from "../actors/index.ts";
import type { ActorKind } from "../host/index.ts";

export const ACTOR_KINDS: ReadonlyMap<string, ActorKind> = new Map(
  [polecatKind, convoyKind, rigKind, witnessKind, refineryKind, beadStoreKind].map((kind) => [
    kind.kind,
    kind,
  ]),
);
