/** A schedule from a seed: the town, the resources, and what people, agents, strangers and faults will do to them. */
import type { GtVersion } from "simulated-town";
import { createChance, type Chance } from "@gastown/testing";
import { adoptionActions, STRANGERS_BEADS } from "./adoption-plan.ts";
import { consentActions } from "./consent-plan.ts";
import type {
  AgentBehaviour,
  AgentAction,
  Action,
  PlannedAction,
  Schedule,
  Spec,
  TownPlan,
} from "./actions.ts";
import { ODD_BEADS } from "./odd-names.ts";
import { oddActions } from "./odd-plan.ts";
import { randomFault, randomFocus, strikesOf, unkindOf, type FaultFamily } from "./fault-plan.ts";
import { VIEWS, viewActions } from "./view-plan.ts";
import { unkindActions } from "./unkind-plan.ts";
import {
  convoyEdit,
  convoySpec,
  polecatEdit,
  polecatSpec,
  rigEdit,
  witnessEdit,
  witnessSpec,
} from "./spec-plan.ts";

export interface ScheduleOptions {
  /** Polecats and convoys together; by the seed where it is undefined. */
  readonly actors: number | undefined;
  readonly faults: readonly FaultFamily[];
  /** Which gt the town has. */
  readonly gt: GtVersion;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export function scheduleFor(seed: number, { actors, faults, gt }: ScheduleOptions): Schedule {
  // The seed itself would make the first numbers of neighbours alike.
  const chance = createChance(Math.imul(seed + 1, 0x9e3779b1));
  const count = actors ?? 2 + chance.below(9);
  const convoys = Math.min(count - 1, Math.max(1, Math.round(count / 4)));
  const beads = beadIds(count);
  const names = {
    polecats: Array.from({ length: count - convoys }, (_, index) => `p${index + 1}`),
    convoys: Array.from({ length: convoys }, (_, index) => `c${index + 1}`),
  };
  const strikes = strikesOf(faults);
  const calmAt = MINUTE + chance.below(9 * MINUTE);
  const actions = [
    ...creations(chance, names, beads, calmAt),
    ...Array.from({ length: 2 + chance.below(2 * count) }, () => ({
      at: chance.below(calmAt),
      action: randomAction(chance, names, beads),
    })),
    ...(chance.happens(0.3) ? rushOfStrangers(chance, beads) : []),
    ...(strikes.length === 0 ? [] : faultActions(chance, strikes, calmAt)),
  ];
  const town = townPlan(chance, beads);
  actions.push(...unkindActions(seed, unkindOf(faults), objectsOf(names), calmAt));
  actions.push(...viewActions(seed, calmAt));
  actions.push(...oddActions(seed, faults.includes("fields"), calmAt));
  if (faults.includes("consent"))
    actions.push(
      ...consentActions(
        seed,
        names.polecats.map((name) => `polecats/${name}`),
        calmAt,
      ),
    );
  const adopts = faults.includes("adoption") && seed % 2 === 0;
  if (adopts) actions.push(...adoptionActions(seed, calmAt));
  return { seed, gt, calmAt, town, adopts, actions: actions.sort((a, b) => a.at - b.at) };
}

function objectsOf({ polecats, convoys }: Names): readonly string[] {
  return [
    ...["rigs/alpha", "rigs/beta"],
    ...polecats.map((name) => `polecats/${name}`),
    ...convoys.map((name) => `convoys/${name}`),
    ...WITNESSES.map((name) => `witnesses/${name}`),
    ...VIEWS,
  ];
}

function faultActions(
  chance: Chance,
  faults: ReturnType<typeof strikesOf>,
  calmAt: number,
): readonly PlannedAction[] {
  const focus = randomFocus(chance, faults);
  return Array.from({ length: chance.below(12) }, () => ({
    at: chance.below(calmAt),
    action: { who: "fault" as const, fault: randomFault(chance, focus) },
  }));
}

/** Many hands at once, while the first slings wait for each other. */
function rushOfStrangers(chance: Chance, beads: readonly string[]): readonly PlannedAction[] {
  return Array.from({ length: 3 + chance.below(10) }, () => ({
    at: chance.below(45 * SECOND),
    action: chance.happens(0.3)
      ? { who: "agent" as const, does: "die" as const, nth: chance.below(100) }
      : outsideAction(chance, beads),
  }));
}

/** A bead more than Polecats in each rig, so that some are free and some are wanted twice. */
function beadIds(actors: number): readonly string[] {
  const each = Math.max(2, Math.ceil(actors / 2) + 1);
  const ids = (prefix: string): string[] =>
    Array.from({ length: each }, (_, index) => `${prefix}-${index + 1}`);
  return [...ids("al"), ...ids("be"), "hq-1"];
}

function townPlan(chance: Chance, beads: readonly string[]): TownPlan {
  const plans = Object.fromEntries(beads.map((id) => [id, behaviour(chance)]));
  return {
    beads: [...beads, ...STRANGERS_BEADS, ...ODD_BEADS],
    plans,
    schedulerMax: chance.happens(0.05) ? 10 : 0,
    defaultWitness: chance.happens(0.7),
  };
}

function behaviour(chance: Chance): AgentBehaviour {
  const afterMs = 5 * SECOND + chance.below(4 * MINUTE);
  const kind = chance.pick([
    "finish",
    "finish",
    "finish",
    "never",
    "never",
    "stall",
    "fallSilent",
    "leaveUncommitted",
    "leaveUnpushed",
    "leaveStash",
  ] as const);
  const isMerged = kind === "finish" && chance.happens(0.6);
  return { behaviour: kind, afterMs, ...(isMerged && { mergeAfterMs: 1 + chance.below(3 * MINUTE) }) };
}

interface Names {
  readonly polecats: readonly string[];
  readonly convoys: readonly string[];
}

/** Two, so that one rig may have two of them. */
const WITNESSES = ["w1", "w2"] as const;

function creations(
  chance: Chance,
  names: Names,
  beads: readonly string[],
  calmAt: number,
): readonly PlannedAction[] {
  const when = (): number => (chance.happens(0.5) ? 0 : chance.below(calmAt / 2));
  const create = (object: string, spec: Spec, at: number): PlannedAction => ({
    at,
    action: { who: "person", does: "create", object, spec },
  });
  return [
    ...["alpha", "beta"].map((rig) =>
      create(`rigs/${rig}`, rigSpec(chance, rig), chance.happens(0.9) ? 0 : when()),
    ),
    ...names.polecats.map((name) => create(`polecats/${name}`, polecatSpec(chance, beads), when())),
    ...names.convoys.map((name) => create(`convoys/${name}`, convoySpec(chance, beads), when())),
    ...WITNESSES.flatMap((name) =>
      chance.happens(0.4) ? [create(`witnesses/${name}`, witnessSpec(chance), when())] : [],
    ),
  ];
}

function rigSpec(chance: Chance, name: string): Spec {
  const maxPolecats = chance.happens(0.3) ? 1 + chance.below(3) : 30;
  return {
    gitURL: "https://example.com/r.git",
    beadsPrefix: name.slice(0, 2),
    localPath: `/town/${name}`,
    settings: { maxPolecats },
  };
}

function randomAction(chance: Chance, names: Names, beads: readonly string[]): Action {
  const turn = chance.below(100);
  if (turn < 35) return personsEdit(chance, names, beads);
  if (turn < 45) return personsOther(chance, names, beads);
  if (turn < 70) return { who: "agent", does: agentAction(chance), nth: chance.below(100) };
  return outsideAction(chance, beads);
}

function personsEdit(chance: Chance, names: Names, beads: readonly string[]): Action {
  const turn = chance.below(11);
  if (turn < 7) {
    const object = `polecats/${chance.pick(names.polecats)}`;
    return { who: "person", does: "edit", object, spec: polecatEdit(chance, beads) };
  }
  if (turn < 9) {
    const object = `convoys/${chance.pick(names.convoys)}`;
    return { who: "person", does: "edit", object, spec: convoyEdit(chance, beads) };
  }
  if (turn < 10) {
    const rig = chance.pick(["alpha", "beta"]);
    return { who: "person", does: "edit", object: `rigs/${rig}`, spec: rigEdit(chance, rig) };
  }
  return {
    who: "person",
    does: "edit",
    object: `witnesses/${chance.pick(WITNESSES)}`,
    spec: witnessEdit(chance),
  };
}

function personsOther(chance: Chance, names: Names, beads: readonly string[]): Action {
  const polecat = `polecats/${chance.pick(names.polecats)}`;
  const convoy = `convoys/${chance.pick(names.convoys)}`;
  const witness = `witnesses/${chance.pick(WITNESSES)}`;
  switch (chance.below(9)) {
    case 0:
    case 1:
      return { who: "person", does: "delete", object: polecat };
    case 2:
      return { who: "person", does: "delete", object: chance.happens(0.7) ? convoy : "rigs/beta" };
    case 3:
      return { who: "person", does: "create", object: polecat, spec: polecatSpec(chance, beads) };
    case 4:
      return { who: "person", does: "create", object: convoy, spec: convoySpec(chance, beads) };
    case 5:
      return {
        who: "person",
        does: "consent",
        object: polecat,
        given: chance.happens(0.7) ? "read" : "none",
        afterMs: 0,
      };
    case 6: {
      const how = chance.pick(["gone", "foreignVersion", "foreignState", "withoutTimers", "noise"] as const);
      return { who: "person", does: "mangle", object: chance.pick([polecat, polecat, convoy, witness]), how };
    }
    case 7:
      return chance.happens(0.5)
        ? { who: "person", does: "delete", object: witness }
        : { who: "person", does: "create", object: witness, spec: witnessSpec(chance) };
    default: {
      const path = `/town/${chance.pick(["alpha", "beta"])}`;
      return { who: "person", does: "movePath", path, isThere: chance.happens(0.7) };
    }
  }
}

function agentAction(chance: Chance): AgentAction {
  return chance.pick([
    "die",
    "leaveFile",
    "commit",
    "stash",
    "submit",
    "finish",
    "finish",
    "saveAll",
    "wake",
  ]);
}

function outsideAction(chance: Chance, beads: readonly string[]): Action {
  const bead = chance.pick(beads);
  const rig = bead.startsWith("al") ? "alpha" : "beta";
  switch (chance.below(8)) {
    case 0:
    case 1:
      return { who: "outside", runs: "gt", argv: ["sling", bead, rig] };
    case 2:
    case 3:
      return { who: "outside", runs: "bd", argv: ["close", bead] };
    case 4:
      return { who: "outside", runs: "bd", argv: ["reopen", bead] };
    case 5:
      return {
        who: "outside",
        runs: "bd",
        argv: ["update", bead, "--status", "in_progress", "--assignee", "someone"],
      };
    case 6:
      return { who: "outside", runs: "nuke", nth: chance.below(100) };
    default:
      return { who: "outside", runs: "sessionStop", nth: chance.below(100) };
  }
}
