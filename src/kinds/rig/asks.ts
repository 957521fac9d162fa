/** What a person can ask of a Rig. */
import type { Ask, AskedOf } from "../asks.ts";

export function rigAsks({ marks }: AskedOf): readonly Ask[] {
  if (marks.includes("Observe")) {
    return [{ title: "Take over: let its polecats work", spec: { management: "Manage" }, verb: "take" }];
  }
  return [
    marks.includes("Paused")
      ? { title: "Go on with the rig", spec: { paused: false }, verb: "resume" }
      : { title: "Pause the rig: no gt write for it", spec: { paused: true }, verb: "stop" },
    { title: "Let go: only show it", spec: { management: "Observe" }, verb: "release" },
  ];
}
