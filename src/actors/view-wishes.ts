/** From the resources that only show a part of a rig to what their machines decide from. */
import type { BeadStoreInput, BeadStoreWish, RefineryInput, ViewWish } from "../../machines/index.ts";
import type { BeadStore, Refinery } from "../api/index.ts";
import { parseDuration } from "../durations.ts";

export function refineryWish({ metadata, spec }: Refinery): ViewWish {
  return { generation: metadata.generation, rig: spec.rigRef };
}

export function refineryInput(refinery: Refinery): RefineryInput {
  return { uid: refinery.metadata.uid, wish: refineryWish(refinery) };
}

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
