/** Acts: how the actions of people, agents and strangers change the town and the objects. */
import { z } from "zod";
import { convoySpecSchema } from "../../src/kinds/convoy/schema.ts";
import { ADOPTED_LABEL, FORCE_TERMINATION_ANNOTATION } from "../../src/kinds/index.ts";
import { beadStoreSpecSchema } from "../../src/kinds/bead-store/schema.ts";
import { polecatSpecSchema } from "../../src/kinds/polecat/schema.ts";
import { refinerySpecSchema } from "../../src/kinds/refinery/schema.ts";
import { rigSpecSchema } from "../../src/kinds/rig/schema.ts";
import { witnessSpecSchema } from "../../src/kinds/witness/schema.ts";
import { hookOf } from "simulated-town/testing";
import type { MemoryObject } from "../operator/memory-store.ts";
import type { AgentAction, Action, Mangling, Spec } from "./actions.ts";
import type { Ground } from "./ground.ts";
import { isView, statusOf } from "./objects.ts";
import { shell } from "./sim-gt.ts";

type ActOf = Exclude<Action, { who: "fault" }>;

export function act(ground: Ground, action: ActOf): void {
  switch (action.who) {
    case "person": {
      personActs(ground, action);
      return;
    }
    case "agent": {
      agentActs(ground, action.does, action.nth);
      return;
    }
    case "outside": {
      outsideActs(ground, action);
      return;
    }
    default:
      return action satisfies never;
  }
}

function personActs(ground: Ground, action: Extract<ActOf, { who: "person" }>): void {
  if (action.does === "movePath") {
    ground.paths.set(action.path, action.isThere ? "present" : "missing");
    return;
  }
  const { store } = ground;
  if (action.does === "takeOver") {
    const { of: plural = "polecats" } = action;
    const adopted = store.list(plural).filter(({ metadata }) => metadata.labels?.[ADOPTED_LABEL] === "true");
    const object = pick(adopted, action.nth);
    const spec = object === undefined ? null : admitted(plural, { ...object.spec, ...action.spec }, object);
    if (object !== undefined && spec !== null) store.edit(keyOf(`${plural}/${object.metadata.name}`), spec);
    return;
  }
  const [plural = "", name = ""] = action.object.split("/");
  const key = keyOf(action.object);
  const object = store.objects.get(key);
  if (action.does === "create") {
    const kind = KINDS[plural] ?? "";
    const spec = admitted(plural, action.spec, undefined);
    if (object === undefined && spec !== null) store.create(plural, kind, name, { spec });
    else if (object !== undefined && isView(object)) applyOver(store, key, plural, object, action.spec);
    return;
  }
  if (object === undefined) return;
  switch (action.does) {
    case "edit": {
      const spec = admitted(plural, { ...object.spec, ...action.spec }, object);
      if (spec !== null) store.edit(key, { ...action.spec, ...spec });
      return;
    }
    case "delete":
      if (object.metadata.deletionTimestamp === undefined) store.remove(key);
      return;
    case "consent": {
      consents(ground, key, object, action);
      return;
    }
    case "mangle":
      store.overwrite(key, mangled(object, action.how));
      return;
    default:
      action satisfies never;
  }
}

/** Whoever applies a Rig where the operator shows that rig takes it over. */
function applyOver(
  store: Ground["store"],
  key: string,
  plural: string,
  object: MemoryObject,
  given: Spec,
): void {
  const spec = admitted(plural, { ...object.spec, ...given, management: "Manage" }, object);
  if (spec !== null) store.edit(key, spec);
}

function keyOf(object: string): string {
  return object.startsWith("rigs/") ? object : `default/${object}`;
}

/** Between the look at the status and the write lies the time in which a person thinks, and agents write on. */
function consents(
  { store, time, consents: seen }: Ground,
  key: string,
  object: MemoryObject,
  { given, afterMs }: Extract<ActOf, { does: "consent" }>,
): void {
  const consent = given === "none" ? null : seen.read(object);
  const value = given === "bare" ? consent?.replace(/:.*/, "") : consent;
  time.after(afterMs, `consent to ${key}`, () => {
    if (store.objects.get(key)?.metadata.uid !== object.metadata.uid) return;
    store.annotate(key, value == null ? {} : { [FORCE_TERMINATION_ANNOTATION]: value });
  });
}

const KINDS: Readonly<Record<string, string>> = {
  rigs: "Rig",
  polecats: "Polecat",
  convoys: "Convoy",
  witnesses: "Witness",
  refineries: "Refinery",
  beadstores: "BeadStore",
};
const SCHEMAS = new Map<
  string,
  { safeParse: (spec: unknown) => { success: boolean; data?: object | undefined } }
>([
  ["rigs", rigSpecSchema],
  ["polecats", polecatSpecSchema],
  ["convoys", convoySpecSchema],
  ["witnesses", witnessSpecSchema],
  ["refineries", refinerySpecSchema],
  ["beadstores", beadStoreSpecSchema],
]);

function withDefaults(plural: string, spec: Spec): Record<string, unknown> | null {
  const given = Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
  const parsed = SCHEMAS.get(plural)?.safeParse(given);
  return parsed?.success === true ? specSchema.parse(JSON.parse(JSON.stringify(parsed.data))) : null;
}

const specSchema = z.record(z.string(), z.unknown());

/** The spec as the API server stores it, or null where it refuses it. */
function admitted(
  plural: string,
  spec: Spec,
  before: MemoryObject | undefined,
): Record<string, unknown> | null {
  const stored = withDefaults(plural, spec);
  if (stored === null) return null;
  // What the operator itself has created stands in this store without the defaults that a server gives it.
  const known = before === undefined ? null : withDefaults(plural, before.spec);
  const isMoved = (field: string): boolean => known !== null && known[field] !== stored[field];
  if (plural === "rigs" && isMoved("gtName")) return null;
  if (plural !== "polecats") return stored;
  if (stored["desiredState"] === "Working" && !stored["beadID"]) return null;
  return isMoved("rig") || isMoved("executionMode") ? null : stored;
}

function mangled(object: MemoryObject, how: Mangling): MemoryObject {
  const status = { ...object.status };
  const { snapshot } = statusOf(object);
  if (snapshot === undefined) return object;
  const write = (changes: object): void => {
    status["snapshot"] = JSON.stringify({ ...snapshot, ...changes });
  };
  switch (how) {
    case "gone":
      delete status["snapshot"];
      break;
    case "foreignVersion":
      write({ version: 999 });
      break;
    case "foreignState":
      write({ value: { nowhere: "at all" } });
      break;
    case "withoutTimers":
      write({ timers: [] });
      break;
    case "noise":
      status["snapshot"] = { machine: 7, context: null };
      break;
    default:
      how satisfies never;
  }
  return { ...object, status };
}

function agentActs(ground: Ground, does: AgentAction, nth: number): void {
  const { town, worktrees } = ground;
  const polecat = pick(town.polecats, nth);
  if (polecat === undefined) return;
  const { rig, name } = polecat;
  const hooked = hookOf(town, polecat);
  switch (does) {
    case "die":
      polecat.session = false;
      return;
    case "leaveFile":
      if (polecat.session) worktrees.leaveFile(rig, name, "work.txt");
      return;
    case "commit":
      if (polecat.session) polecat.unpushed += 1;
      return;
    case "stash":
      if (polecat.session) polecat.stashes += 1;
      return;
    case "submit":
      if (polecat.session) shell(ground, "gt", ["done"], `/town/${rig}/polecats/${name}`);
      return;
    case "finish":
      if (polecat.session && hooked !== undefined) shell(ground, "bd", ["close", hooked.id]);
      return;
    case "saveAll":
      worktrees.reset(rig, name);
      Object.assign(polecat, { unpushed: 0, stashes: 0 });
      return;
    case "wake":
      polecat.session = true;
      return;
    default:
      does satisfies never;
  }
}

function outsideActs(ground: Ground, action: Extract<ActOf, { who: "outside" }>): void {
  if ("argv" in action) {
    shell(ground, action.runs, action.argv);
    return;
  }
  const polecat = pick(ground.town.polecats, action.nth);
  if (polecat === undefined) return;
  const address = `${polecat.rig}/${polecat.name}`;
  shell(ground, "gt", action.runs === "nuke" ? ["polecat", "nuke", address] : ["session", "stop", address]);
}

function pick<Item>(items: readonly Item[], nth: number): Item | undefined {
  return items[nth % Math.max(1, items.length)];
}
