/**
 * src/cli/plugin/: the verbs of daily use, as `kubectl gastown VERB` and `gastown-operator VERB`.
 *
 * In: flags as kubectl has them. Out: reads of resources for people (status, convoy status, events, and logs by way of the inspector) and writes of a spec
 * through the Kubernetes API (sling, stop, resume, take, release, convoy create, drain), so that RBAC and admission hold.
 * No verb calls gt: the operator does what a spec asks for. A change is decided from the object as it was read and holds
 * for that version of it (change.ts). What may come next on a command line, shells ask of completion/. What comes from outside is made visible where it is printed (screen.ts).
 */
import type { Command } from "commander";
import type { Environment } from "../../settings/index.ts";
import { addChangeCommands } from "./change-commands.ts";
import { addConvoy } from "./convoy.ts";
import { addDrain } from "./drain.ts";
import { addEvents } from "./events.ts";
import { addLogs } from "./logs.ts";
import { addSling } from "./sling.ts";
import { addStatus } from "./status.ts";

export { complete } from "./completion/index.ts";
export { addCompletion } from "./completion/scripts.ts";

export function addVerbs(program: Command, environment: Environment): void {
  addStatus(program, environment);
  addSling(program, environment);
  addChangeCommands(program, environment);
  addConvoy(program, environment);
  addDrain(program, environment);
  addEvents(program, environment);
  addLogs(program, environment);
}
