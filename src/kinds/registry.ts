/** All kinds: a new one has its folder, its machine in machines/, and its line here. */
import { beadStoreKind } from "./bead-store/kind.ts";
import { convoyKind } from "./convoy/kind.ts";
import type { Kind } from "./define-kind.ts";
import { lookupIn } from "./lookup.ts";
import { podPolecatKind } from "./polecat/pod/kind.ts";
import { polecatKind } from "./polecat/kind.ts";
import { refineryKind } from "./refinery/kind.ts";
import { rigKind } from "./rig/kind.ts";
import { witnessKind } from "./witness/kind.ts";

/** By name. In this order they are listed. */
export const KINDS = {
  Rig: rigKind,
  Polecat: polecatKind,
  Convoy: convoyKind,
  Witness: witnessKind,
  Refinery: refineryKind,
  BeadStore: beadStoreKind,
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

export const ALL_KINDS: readonly Kind[] = Object.values(KINDS);

/** Another machine for objects of a kind that is listed above. */
export const VARIANT_KINDS: readonly Kind[] = [podPolecatKind];

const ALL_ACTORS = [...ALL_KINDS, ...VARIANT_KINDS];

export const kindOf = lookupIn(ALL_ACTORS);

/** By the name that a journal has for them. */
export const ACTOR_KINDS: ReadonlyMap<string, Kind> = new Map(
  ALL_ACTORS.map((kind) => [kind.singular, kind]),
);
