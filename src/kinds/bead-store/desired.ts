/** From a BeadStore resource to what its machine decides from. */
import type { BeadStoreInput, DesiredBeadStore } from "../../../machines/index.ts";
import { parseDuration } from "../../grammar/index.ts";
import type { BeadStore } from "./schema.ts";

export function desiredBeadStore({ metadata, spec }: BeadStore): DesiredBeadStore {
  return {
    generation: metadata.generation,
    rig: spec.rigRef,
    prefix: spec.prefix,
    // The schema has let only durations through.
    syncMs: parseDuration(spec.syncInterval) ?? 0,
  };
}

export function beadStoreInput(store: BeadStore): BeadStoreInput {
  return { uid: store.metadata.uid, desired: desiredBeadStore(store) };
}
