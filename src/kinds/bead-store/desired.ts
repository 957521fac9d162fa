/** From a BeadStore resource to what its machine decides from. */
import type { BeadStoreInput, BeadStoreWish } from "../../../machines/index.ts";
import { parseDuration } from "../../grammar/index.ts";
import type { BeadStore } from "./schema.ts";

export function beadStoreWish({ metadata, spec }: BeadStore): BeadStoreWish {
  return {
    generation: metadata.generation,
    rig: spec.rigRef,
    prefix: spec.prefix,
    // The schema has let only durations through.
    syncMs: parseDuration(spec.syncInterval) ?? 0,
  };
}

export function beadStoreInput(store: BeadStore): BeadStoreInput {
  return { uid: store.metadata.uid, wish: beadStoreWish(store) };
}
