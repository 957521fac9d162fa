/** What a Polecat is in the API, wherever its agent runs. */
import { AGE, condition, MESSAGE, number, PHASE, REASON, text, UNCHANGED, wide } from "../crd/column.ts";
import { parsePolecat, polecatSpecSchema, type Polecat } from "./schema.ts";
import { polecatStatusSchema } from "./status-schema.ts";

export const POLECAT_DEFINITION = {
  name: "Polecat",
  plural: "polecats",
  shortNames: ["pc"],
  scope: "Namespaced",
  isView: false,
  phaseLabels: ["rig", "name"],
  about: "A worker of the town: set desiredState to give it work, to let it rest, or to end it.",
  spec: polecatSpecSchema,
  status: polecatStatusSchema,
  columns: [
    PHASE,
    text("Bead", ".status.bead", "The bead in work, or else the one that its spec asks for"),
    text("Rig", ".spec.rig", "The Rig that it belongs to"),
    text("Mode", ".status.mode", "Whether the operator acts for it: Manage, Observe or Paused"),
    text("Stuck", condition("Stuck", "status"), "Whether it has work on its hook and gives no sign of life"),
    wide(REASON),
    wide(text("Polecat", ".status.polecatName", "gt's name for it")),
    wide(text("Branch", ".status.branch", "Its branch")),
    wide(text("Session", ".status.tmuxSession", "Its tmux session")),
    wide(text("Pod", ".status.podName", "The newest pod of one that works in pods")),
    wide(number("Attempt", ".status.attempt", "Which attempt that pod is")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  neverWritten: ["lastActivity"],
  read: parsePolecat,
  rigRef: ({ spec }: Polecat) => spec.rig,
} as const;
