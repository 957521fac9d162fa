/** Every call that the operator makes, as argv with its label, lane and class. No shell ever sees it. */
import { shortAddress, wholeAddress } from "../../machines/index.ts";
import * as arg from "./arguments.ts";

/** `read`, or the kind of write that its deadline depends on. */
export type CommandClass = "read" | "sling" | "nuke" | "session" | "town";

/** gt's own words; `high` also mails the mayor. */
export type Severity = "medium" | "high" | "critical";

export interface Command {
  /** For metrics and messages, such as `polecat list`. */
  readonly label: string;
  readonly argv: readonly string[];
  readonly class: CommandClass;
  /** The rig that the call speaks of; null for the whole town. */
  readonly rig: string | null;
  /** gt, where it is absent; bd runs in the folder of the rig, whose beads it writes. */
  readonly program?: "bd";
  /** What may hang by itself, where that is not the rig or the command: a database of beads, a terminal. */
  readonly circuit?: string;
  /** For a read, whose own place it takes; absent, it shares those of all. */
  readonly place?: string;
}

/** As it is called in messages. */
export function calledName({ program, label }: Pick<Command, "program" | "label">): string {
  return program === "bd" ? label : `gt ${label}`;
}

const read = (label: string, argv: readonly string[], rig: string | null = null): Command => ({
  label,
  argv,
  class: "read",
  rig,
});

/** Lines of a terminal that are looked at: more than its last screen. */
const PANE_LINES = 60;

/** Always the polecat, also beside a crew member of that name; by the whole address these commands find nobody. */
const polecatAddress = (rig: string, name: string): string => shortAddress(arg.rig(rig), arg.polecat(name));

export const version = (): Command => read("version", ["version"]);
export const health = (): Command => read("health", ["health", "--json"]);
export const vitals = (): Command => read("vitals", ["vitals"]);
export const listRigs = (): Command => read("rig list", ["rig", "list", "--json"]);
export const listPolecats = (): Command => read("polecat list", ["polecat", "list", "--all", "--json"]);

export const listRigPolecats = (rig: string): Command =>
  read("polecat list", ["polecat", "list", arg.rig(rig), "--json"], rig);

export const polecatStatus = (rig: string, name: string): Command =>
  read("polecat status", ["polecat", "status", polecatAddress(rig, name), "--json"], rig);

export const checkRecovery = (rig: string, name: string): Command =>
  read("polecat check-recovery", ["polecat", "check-recovery", polecatAddress(rig, name), "--json"], rig);

export const gitState = (rig: string, name: string): Command =>
  read("polecat git-state", ["polecat", "git-state", polecatAddress(rig, name), "--json"], rig);

/** @param database prefix of the ids: gt opens the database of that prefix for all of them. */
export const showBeads = (ids: readonly string[], database: string): Command => ({
  ...read("show", ["show", ...ids.map(arg.bead), "--json"]),
  circuit: database,
});

export const listConvoys = (all: boolean): Command =>
  read("convoy list", ["convoy", "list", ...(all ? ["--all"] : []), "--json"]);

export const mergeQueue = (rig: string): Command =>
  read("mq list", ["mq", "list", arg.rig(rig), "--json"], rig);

export const inbox = (address: string): Command =>
  read("mail inbox", ["mail", "inbox", arg.address(address), "--all", "--json"]);

/** Of no rig: a terminal that hangs must hold back neither the other reads of its rig nor other terminals. */
export const peek = (rig: string, name: string, lines = PANE_LINES): Command => ({
  ...read("peek", ["peek", polecatAddress(rig, name), "-n", String(lines)]),
  circuit: polecatAddress(rig, name),
});

export interface SlingRequest {
  readonly bead: string;
  readonly rig: string;
  readonly args: string | null;
  readonly message: string | null;
  readonly baseBranch: string | null;
  readonly merge: string | null;
  readonly agent: string | null;
}

/** `--no-convoy`: the operator's convoys are its resources; gt would make one for each sling. */
export function sling(request: SlingRequest): Command {
  const { bead, rig } = request;
  const options = [
    ...arg.flag("args", request.args, arg.text),
    ...arg.flag("message", request.message, arg.text),
    ...arg.flag("base-branch", request.baseBranch, arg.branch),
    ...arg.flag("merge", request.merge, arg.mergeStrategy),
    ...arg.flag("agent", request.agent, arg.agent),
  ];
  const argv = ["sling", arg.bead(bead), arg.rig(rig), "--no-convoy", ...options];
  return { label: "sling", argv, class: "sling", rig };
}

export const stopSession = (rig: string, name: string): Command => ({
  label: "session stop",
  argv: ["session", "stop", polecatAddress(rig, name)],
  class: "session",
  rig,
});

export const nuke = (rig: string, name: string, force: boolean): Command => ({
  label: "polecat nuke",
  argv: ["polecat", "nuke", polecatAddress(rig, name), ...(force ? ["--force"] : [])],
  class: "nuke",
  rig,
});

export const createConvoy = (title: string, beads: readonly string[]): Command => ({
  label: "convoy create",
  argv: ["convoy", "create", ...arg.positional(arg.text(title), ...beads.map(arg.bead))],
  class: "town",
  rig: null,
});

export const addToConvoy = (id: string, beads: readonly string[]): Command => ({
  label: "convoy add",
  argv: ["convoy", "add", arg.bead(id), ...beads.map(arg.bead)],
  class: "town",
  rig: null,
});

/** What gt's daemon does for all convoys now and then: closes it where gt sees all of its beads closed, and mails of that. */
export const checkConvoy = (id: string): Command => ({
  label: "convoy check",
  argv: ["convoy", "check", arg.bead(id)],
  class: "town",
  rig: null,
});

/** The word after `-s` and `-m` is their value, whatever it begins with. */
export const sendMail = (to: string, subject: string, body: string): Command => ({
  label: "mail send",
  argv: ["mail", "send", arg.address(to), "-s", arg.text(subject), "-m", arg.text(body)],
  class: "town",
  rig: null,
});

/** By the whole address: by the short one a crew member of the same name is nudged. */
export const nudge = (rig: string, name: string, message: string): Command => ({
  label: "nudge",
  argv: ["nudge", ...arg.positional(wholeAddress(arg.rig(rig), arg.polecat(name)), arg.text(message))],
  class: "town",
  rig,
});

export const escalate = (severity: Severity, description: string): Command => ({
  label: "escalate",
  argv: ["escalate", "-s", severity, "--json", ...arg.positional(arg.text(description))],
  class: "town",
  rig: null,
});
