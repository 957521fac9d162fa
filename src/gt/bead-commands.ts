/**
 * What the operator writes into a rig's database by bd: the bead of a polecat in a pod, and the merge request of its work. gt
 * has no command that takes a bead for somebody without a session, nor one that files a request for a branch that it has not
 * in a worktree.
 */
import * as arg from "./arguments.ts";
import type { Command } from "./commands.ts";

const bd = (rig: string, argv: readonly string[]): Command => ({
  label: `bd ${argv[0] ?? ""}`,
  argv: [...argv, "--json"],
  class: "town",
  rig: arg.rig(rig),
  program: "bd",
});

const actor = (assignee: string): string => `--actor=${arg.address(assignee)}`;

/** In one step of the database: it fails where somebody else has it, and does nothing where this one has. */
export const claimBead = (rig: string, bead: string, assignee: string): Command =>
  bd(rig, ["update", arg.bead(bead), "--claim", actor(assignee)]);

export const releaseBead = (rig: string, bead: string, assignee: string): Command =>
  bd(rig, ["update", arg.bead(bead), "--status=open", "--assignee=", actor(assignee)]);

/** @param reason shown with the bead. bd takes another one for a bead that is closed already. */
export const closeBead = (rig: string, bead: string, reason: string, assignee: string | null): Command =>
  bd(rig, [
    "close",
    arg.bead(bead),
    `--reason=${arg.text(reason)}`,
    ...(assignee === null ? [] : [actor(assignee)]),
  ]);

export interface RequestFields {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly priority: number;
}

/** A request of this id is written over, and is open then. `--ephemeral`: there gt keeps its own merge requests. */
export const fileRequest = (rig: string, request: RequestFields, assignee: string): Command =>
  bd(rig, [
    "create",
    `--id=${arg.bead(request.id)}`,
    `--title=${arg.text(request.title)}`,
    "--labels=gt:merge-request",
    `--priority=${Math.min(4, Math.max(0, Math.trunc(request.priority)))}`,
    `--description=${arg.text(request.description)}`,
    "--ephemeral",
    actor(assignee),
  ]);
