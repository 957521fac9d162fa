/** Wishes: what a person can ask of a resource, as the kubectl command to copy. The page itself writes nothing. */
import { shellWord } from "../../../src/grammar/index.ts";
import type { Cell } from "../../../src/inspector/cell.ts";

export interface Wish {
  readonly title: string;
  readonly command: string;
}

export function wishesOf({ ref, bead }: Cell): readonly Wish[] {
  const place = ref.namespace === "" ? "" : ` -n ${ref.namespace}`;
  const patch = (spec: object): string =>
    `kubectl patch ${ref.kind} ${ref.name}${place} --type merge -p ${shellWord(JSON.stringify({ spec }))}`;
  const look: readonly Wish[] = [
    { title: "Why it is as it is", command: `kubectl describe ${ref.kind} ${ref.name}${place}` },
  ];
  switch (ref.kind) {
    case "polecat":
      return [
        ...look,
        { title: "Work on a bead", command: patch({ desiredState: "Working", beadID: bead ?? "BEAD-ID" }) },
        { title: "Rest", command: patch({ desiredState: "Idle" }) },
        { title: "End it, once that is safe", command: patch({ desiredState: "Terminated" }) },
        { title: "Pause: no gt write for it", command: patch({ paused: true }) },
        { title: "Go on", command: patch({ paused: false }) },
      ];
    case "rig":
      return [
        ...look,
        { title: "Pause the rig", command: patch({ paused: true }) },
        { title: "Go on", command: patch({ paused: false }) },
      ];
    default:
      return look;
  }
}
