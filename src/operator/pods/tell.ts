/** What an actor is told of its pods, where that differs from what it knows. */
import { isDeepStrictEqual } from "node:util";
import type { PodEvent } from "../../../machines/index.ts";
import type { Host } from "../../host/index.ts";
import type { LiveActors } from "../live-actors.ts";
import type { PodFeed } from "./feed.ts";
import { podSight } from "./sight.ts";

export interface TellPorts {
  readonly feed: Pick<PodFeed, "of" | "forgetGone">;
  readonly live: Pick<LiveActors, "podPolecats">;
  readonly host: Pick<Host, "send">;
  readonly now: () => number;
}

/** @returns what tells the actor of a polecat, by its uid. A pod of nobody's is nobody's news. */
export function createPodTeller({ feed, live, host, now }: TellPorts): (uid: string) => void {
  return (uid) => {
    const actor = live.podPolecats().find(({ ref }) => ref.uid === uid);
    if (actor === undefined) {
      feed.forgetGone(uid);
      return;
    }
    const seen = feed.of(uid);
    if (seen === null) return;
    const pods = seen.map(podSight);
    const known = actor.context.pods;
    if (known !== null && isDeepStrictEqual(known.pods, pods)) return;
    const at = now();
    const event: PodEvent = { type: "pods.observed", at, facts: { startedAt: at, pods } };
    host.send(actor.ref, event, "pods");
  };
}
