/** What a person can ask of a Polecat, and nothing that its state makes void. */
import { shellWord } from "@gastown/system";
import { z } from "zod";
import type { Ask, AskedOf } from "../asks.ts";
import { consentCommand } from "./consent-command.ts";

const contextSchema = z.looseObject({
  desired: z.looseObject({
    state: z.string().optional(),
    managed: z.boolean().optional(),
    paused: z.boolean().optional(),
    terminationPolicy: z.string().optional(),
  }),
});

type Desired = z.infer<typeof contextSchema>["desired"];

const consentSchema = z.looseObject({ consent: z.string() });

export function polecatAsks(asked: AskedOf): readonly Ask[] {
  const { rig, marks } = asked;
  const desired = contextSchema.safeParse(asked.context).data?.desired;
  if (marks.includes("Observe")) {
    const spec = { management: "Manage" };
    const take: Ask =
      desired?.managed === true
        ? { title: "Take over its rig", spec, verb: "take", rig }
        : { title: "Take over: let the operator act on it", spec, verb: "take" };
    return [take, ...terminal(asked)];
  }
  if (marks.includes("Paused")) {
    const spec = { paused: false };
    const goOn: Ask =
      desired?.paused === true ? { title: "Go on", spec } : { title: "Go on with its rig", spec, rig };
    return [goOn, ...terminal(asked)];
  }
  return [
    ...terminal(asked),
    ...consent(asked, desired?.terminationPolicy === "Force"),
    ...work(asked, desired),
    { title: "Let go: only show it", spec: { management: "Observe" }, verb: "release" },
  ];
}

function work({ phase }: AskedOf, desired: Desired | undefined): readonly Ask[] {
  const isEnded = phase === "Terminated";
  const idle = { desiredState: "Idle" };
  const begin: readonly Ask[] = [
    { title: "Work on another bead: put its id", spec: { desiredState: "Working", beadID: "BEAD-ID" } },
    { title: "Pause: no gt write for it", spec: { paused: true } },
  ];
  if (desired?.state === "Terminated")
    return isEnded ? [] : [{ title: "Take back the request for its end", spec: idle }, ...begin];
  const rest: Ask = { title: "Let it rest once its bead is closed", spec: idle, verb: "stop" };
  return [
    ...(desired?.state === "Idle" ? [] : [rest]),
    {
      title: "End it, once that is safe",
      spec: { desiredState: "Terminated" },
      verb: "stop --terminate",
    },
    ...(isEnded ? [] : begin),
  ];
}

function terminal({ gtRig, rig, polecat }: AskedOf): readonly Ask[] {
  if (polecat === null) return [];
  return [{ title: "Look at its terminal", command: `gt peek ${shellWord(`${gtRig ?? rig}/${polecat}`)}` }];
}

/** The last resort, where the proof of its end names what would be lost. */
function consent({ ref, status, isEnding }: AskedOf, isForced: boolean): readonly Ask[] {
  const named = consentSchema.safeParse(status["terminationProof"]).data?.consent;
  if (named === undefined || !isEnding) return [];
  const consented = {
    title: "Give up what the checks name, and nothing else",
    command: consentCommand(ref, named),
  };
  const policy = {
    title: "Allow force at all, before consent counts",
    spec: { terminationPolicy: "Force" },
  };
  return isForced ? [consented] : [policy, consented];
}
