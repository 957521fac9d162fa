/** Remedy: the one command that a person runs first about a trouble, with the names of its actor in it. Pure. */
import { commandFor } from "../../../src/explain/why/steps.ts";
import type { Explained } from "../../../src/explain/why/subject.ts";
import { shellWord } from "@gastown/system";
import type { Cell } from "../../../src/inspector/cell.ts";
import { resourceOf } from "../kinds/kind-in-page.ts";

export type Concerned = Pick<Cell, "ref" | "rig" | "gtRig" | "polecat" | "bead">;

type Place = Pick<Cell["ref"], "kind" | "namespace" | "name">;

export interface Told {
  readonly reason: string;
  readonly worktree: string | null;
}

export function describeCommand({ ref }: Concerned): string {
  return `kubectl describe ${resourceOf(ref.kind)} ${ref.name}${placeOf(ref)}`;
}

export function patchCommand({ ref }: { readonly ref: Place }, spec: object): string {
  return `kubectl patch ${resourceOf(ref.kind)} ${ref.name}${placeOf(ref)} --type merge -p ${shellWord(JSON.stringify({ spec }))}`;
}

/** @param rig the Rig's name in Kubernetes. */
export function resumeRigCommand(rig: string): string {
  return patchCommand({ ref: { kind: "rig", namespace: "", name: rig } }, { paused: false });
}

export function takeRigCommand(rig: string): string {
  return patchCommand({ ref: { kind: "rig", namespace: "", name: rig } }, { management: "Manage" });
}

function placeOf({ namespace }: Place): string {
  return namespace === "" ? "" : ` -n ${namespace}`;
}

/** What stands in the way, read or changed by one command; where nothing better is known, its whole status. */
export function remedyFor(concerned: Concerned, told: Told): string {
  const gtRig = concerned.gtRig ?? (concerned.rig === "" ? undefined : concerned.rig);
  return (
    ownCommand(concerned, told) ??
    commandFor(told.reason, shownOf(concerned, told.worktree), gtRig) ??
    describeCommand(concerned)
  );
}

/** With kubectl alone: not everybody who looks has its plugin. */
function ownCommand(concerned: Concerned, { reason }: Told): string | null {
  const { rig } = concerned;
  switch (reason) {
    case "Paused":
      return patchCommand(concerned, { paused: false });
    case "ObserveOnly":
      return patchCommand(concerned, { management: "Manage" });
    case "RigPaused":
      return rig === "" ? null : resumeRigCommand(rig);
    case "RigObserved":
      return rig === "" ? null : takeRigCommand(rig);
    case "RigDegraded":
      return rig === "" ? null : `kubectl describe rig ${rig}`;
    case "RigNotFound":
    case "DuplicateRig":
      return "kubectl get rigs -o wide";
    case "BeadClaimed":
    case "PolecatClaimed":
      return "kubectl get polecats -A -o wide";
    default:
      return null;
  }
}

/** As much of its resource as its cell tells. */
function shownOf({ ref, rig, polecat, bead }: Concerned, worktree: string | null): Explained {
  const { name, namespace, uid } = ref;
  return {
    metadata: { name, uid, ...(namespace !== "" && { namespace }) },
    spec: { ...(rig !== "" && { rig }) },
    status: {
      bead: bead ?? undefined,
      polecatName: polecat ?? undefined,
      worktreePath: worktree ?? undefined,
    },
  };
}
