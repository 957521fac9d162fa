/** Commands: what a person can ask for, by how the resource stands now. The page itself writes nothing. Pure. */
import { z } from "zod";
import { consentCommand } from "../../../src/kinds/polecat/consent-command.ts";
import { shellWord } from "@gastown/system";
import type { Detail } from "../../../src/inspector/detail.ts";
import { describeCommand, patchCommand, remedyFor, resumeRigCommand, takeRigCommand } from "./remedy.ts";

export interface Command {
  readonly title: string;
  readonly command: string;
  /** The same for whoever has kubectl's plugin. */
  readonly plugin?: string;
}

const contextSchema = z.looseObject({
  desired: z.looseObject({
    state: z.string().optional(),
    managed: z.boolean().optional(),
    paused: z.boolean().optional(),
    terminationPolicy: z.string().optional(),
  }),
});

const consentSchema = z.looseObject({ consent: z.string() });

export function commandsOf(detail: Detail): readonly Command[] {
  const { cell } = detail;
  const first =
    cell.trouble === null ? [] : [{ title: "Begin with", command: remedyFor(cell, cell.trouble) }];
  const look = {
    title: "See its whole status",
    command: describeCommand(cell),
    plugin: `kubectl gastown why ${cell.id}`,
  };
  const named = new Set<string>();
  return [...first, ...asks(detail), look].filter(({ command }) => {
    const isNew = !named.has(command);
    named.add(command);
    return isNew;
  });
}

function asks(detail: Detail): readonly Command[] {
  const { cell } = detail;
  switch (cell.ref.kind) {
    case "polecat":
      return ofPolecat(detail);
    case "rig":
      return ofRig(detail);
    default:
      return [];
  }
}

function ofRig(detail: Detail): readonly Command[] {
  const { marks } = detail.cell;
  if (marks.includes("Observe")) {
    return [asked(detail, "Take over: let its polecats work", { management: "Manage" }, "take")];
  }
  return [
    marks.includes("Paused")
      ? asked(detail, "Go on with the rig", { paused: false }, "resume")
      : asked(detail, "Pause the rig: no gt write for it", { paused: true }, "stop"),
    asked(detail, "Let go: only show it", { management: "Observe" }, "release"),
  ];
}

/** @param verb of the plugin, where one writes exactly the same. */
function asked({ cell }: Detail, title: string, spec: object, verb?: string): Command {
  const command = patchCommand(cell, spec);
  return verb === undefined
    ? { title, command }
    : { title, command, plugin: `kubectl gastown ${verb} ${cell.id}` };
}

function ofPolecat(detail: Detail): readonly Command[] {
  const { cell } = detail;
  const patch = (title: string, spec: object, verb?: string): Command => asked(detail, title, spec, verb);
  const desired = contextSchema.safeParse(detail.context).data?.desired;
  if (cell.marks.includes("Observe")) {
    const take =
      desired?.managed === true
        ? {
            title: "Take over its rig",
            command: takeRigCommand(cell.rig),
            plugin: `kubectl gastown take rig/${cell.rig}`,
          }
        : patch("Take over: let the operator act on it", { management: "Manage" }, "take");
    return [take, ...terminal(detail)];
  }
  if (cell.marks.includes("Paused")) {
    const goOn =
      desired?.paused === true
        ? patch("Go on", { paused: false })
        : { title: "Go on with its rig", command: resumeRigCommand(cell.rig) };
    return [goOn, ...terminal(detail)];
  }
  const isEnded = cell.phase === "Terminated";
  return [
    ...terminal(detail),
    ...consent(detail, desired?.terminationPolicy === "Force"),
    ...(desired?.state === "Terminated"
      ? isEnded
        ? []
        : [patch("Take back the request for its end", { desiredState: "Idle" })]
      : [
          ...(desired?.state === "Idle"
            ? []
            : [patch("Let it rest once its bead is closed", { desiredState: "Idle" }, "stop")]),
          patch("End it, once that is safe", { desiredState: "Terminated" }, "stop --terminate"),
        ]),
    ...(isEnded
      ? []
      : [patch("Work on another bead: put its id", { desiredState: "Working", beadID: "BEAD-ID" })]),
    ...(isEnded ? [] : [patch("Pause: no gt write for it", { paused: true })]),
    patch("Let go: only show it", { management: "Observe" }, "release"),
  ];
}

function terminal({ cell: { gtRig, rig, polecat } }: Detail): readonly Command[] {
  if (polecat === null) return [];
  return [{ title: "Look at its terminal", command: `gt peek ${shellWord(`${gtRig ?? rig}/${polecat}`)}` }];
}

/** The last resort, where the proof of its end names what would be lost. */
function consent({ cell, status }: Detail, isForced: boolean): readonly Command[] {
  const named = consentSchema.safeParse(status["terminationProof"]).data?.consent;
  if (named === undefined || !cell.isEnding) return [];
  const consented = {
    title: "Give up what the checks name, and nothing else",
    command: consentCommand(cell.ref, named),
  };
  const policy = patchCommand(cell, { terminationPolicy: "Force" });
  return isForced
    ? [consented]
    : [{ title: "Allow force at all, before consent counts", command: policy }, consented];
}
