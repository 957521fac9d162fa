/** From an actor to how far it has come, for the metrics. */
import type { LiveActor } from "../kinds/index.ts";
import type { Metrics } from "../telemetry/index.ts";

type Progress = Parameters<Metrics["progress"]["set"]>[1];

/** @returns null for the kinds whose progress is nobody's question. */
export function progressOf(actor: LiveActor): Progress | null {
  switch (actor.kind) {
    case "polecat": {
      const { wish, lapse } = actor.context;
      const isStuck = actor.state.startsWith("working.stuck.");
      const stuckSince = isStuck && lapse !== null ? lapse.since : null;
      return { rig: wish.rig, namespace: actor.ref.namespace, name: actor.ref.name, stuckSince, beads: null };
    }
    case "convoy": {
      const { wish, counted } = actor.context;
      const closed = counted?.closed.length ?? 0;
      const beads = counted === null ? null : { closed, open: wish.beads.length - closed };
      return {
        rig: wish.rig ?? "",
        namespace: actor.ref.namespace,
        name: actor.ref.name,
        stuckSince: null,
        beads,
      };
    }
    case "rig":
    case "witness":
    case "refinery":
    case "beadstore":
      return null;
    default:
      return actor satisfies never;
  }
}
