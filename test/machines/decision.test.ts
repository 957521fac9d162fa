import { describe, expect, it } from "vitest";
import {
  CAUSES,
  initialPolecatContext,
  type PolecatContext,
  type PolecatFacts,
} from "../../machines/index.ts";
import { decide, targetState, type Cause } from "../../machines/polecat.decision.ts";
import { closed, hooked, polecatFacts, desiredPolecat, present } from "./given.ts";

type Changes = Partial<Omit<PolecatContext, "facts" | "desired">> & {
  readonly desired?: Parameters<typeof desiredPolecat>[0];
  readonly facts?: Partial<PolecatFacts> | null;
};

function given({ desired, facts = {}, ...changes }: Changes): PolecatContext {
  const begun = initialPolecatContext({
    uid: "u1",
    desired: desiredPolecat(desired),
    polecatName: null,
    assignedBead: null,
    stuckThresholdMs: 1,
  });
  return { ...begun, facts: facts === null ? null : polecatFacts(1, facts), ...changes };
}

const NUX = { polecatName: "nux" };
const AT_WORK = { ...NUX, assignedBead: "al-1" };
const VIEW = { managed: false, boundTo: "nux" };
const END = { state: "Terminated" as const };
const REST = { state: "Idle" as const, bead: null };
const missing = (times: 1 | 2): PolecatFacts["bead"] => ({ reading: "missing", id: "al-1", times });
const absent = (times: 1 | 2): PolecatFacts["polecat"] => ({ seen: "absent", name: "nux", times });
const NO_RIG: PolecatFacts["rig"] = { usable: false, reason: "RigNotFound", message: "there is none" };
const DOWN: PolecatFacts["town"] = {
  trusted: false,
  reason: "TownUnhealthy",
  message: "Dolt is not running",
};
const TOMBSTONE: PolecatFacts["bead"] = { reading: "known", id: "al-1", status: "tombstone", assignee: null };

const CASES: readonly (readonly [string, Changes, Cause])[] = [
  ["nothing was read", { facts: null }, "townUnread"],
  ["the town is down", { facts: { town: DOWN } }, "townUnread"],
  [
    "a view's polecat has a bead",
    { ...NUX, desired: VIEW, facts: { polecat: present("nux", "al-7") } },
    "beadHooked",
  ],
  [
    "a view's polecat is idle by gt's own word",
    {
      ...NUX,
      desired: VIEW,
      facts: { polecat: { seen: "present", name: "nux", state: "idle", issue: null, sessionRunning: false } },
    },
    "nothingHooked",
  ],
  ["a view's polecat is in no list", { ...NUX, desired: VIEW, facts: { polecat: absent(2) } }, "polecatGone"],
  [
    "one list lacks a view's polecat",
    { ...NUX, desired: VIEW, facts: { polecat: absent(1) } },
    "polecatUnread",
  ],
  [
    "one list shows nothing on a view's hook",
    { ...NUX, desired: VIEW, facts: { polecat: present("nux", null), bead: null } },
    "nothingHooked",
  ],
  ["a view is taken over", { ...NUX, awaitsTakeover: true }, "takeoverPending"],
  [
    "an end is asked for, and there is a polecat",
    { ...AT_WORK, desired: END, facts: { polecat: present("nux", "al-1") } },
    "endRequested",
  ],
  [
    "its deletion asks for the end",
    { ...NUX, desired: { deletionTerminates: true }, facts: { polecat: present("nux", null) } },
    "endRequested",
  ],
  [
    "a limit asks for the end",
    { ...NUX, idleLimitReached: true, facts: { polecat: present("nux", null) } },
    "endRequested",
  ],
  [
    "an end is asked for, and its bead has a holder",
    { desired: END, facts: { holder: "nux" } },
    "endRequested",
  ],
  ["an end is asked for, and there is none", { desired: END }, "nothingToEnd"],
  [
    "an end is asked for, and two lists lack it",
    { ...NUX, desired: END, facts: { polecat: absent(2) } },
    "polecatGone",
  ],
  [
    "an end is asked for, and one list lacks it",
    { ...NUX, desired: END, facts: { polecat: absent(1) } },
    "polecatUnread",
  ],
  ["nobody asks for work", { desired: REST, facts: { bead: null } }, "workNotRequested"],
  ["the bead is new to the facts", { facts: { bead: null } }, "beadNotReadYet"],
  [
    "the facts are of another bead than the one in work",
    { ...AT_WORK, facts: { bead: closed("al-2") } },
    "beadUnread",
  ],
  ["one read lacks the bead", { facts: { bead: missing(1) } }, "beadUnread"],
  ["the bead is missing", { facts: { bead: missing(2) } }, "beadUnfit"],
  ["the bead was deleted", { facts: { bead: TOMBSTONE } }, "beadUnfit"],
  ["the bead is missing, and so is the rig", { facts: { bead: missing(2), rig: NO_RIG } }, "rigUnusable"],
  [
    "the bead in work is missing, and so is the rig",
    { ...AT_WORK, facts: { bead: missing(2), rig: NO_RIG } },
    "beadUnread",
  ],
  [
    "the bead in work is missing, and none is asked for",
    { ...AT_WORK, desired: REST, facts: { bead: missing(2) } },
    "beadGone",
  ],
  [
    "the bead in work is missing, and another one is asked for",
    { ...AT_WORK, desired: { bead: "al-2" }, facts: { bead: missing(2) } },
    "otherBeadRequested",
  ],
  [
    "the bead is missing, and was closed before",
    { ...AT_WORK, closedBead: "al-1", facts: { bead: missing(2) } },
    "beadClosed",
  ],
  ["the bead is closed", { facts: { bead: closed("al-1") } }, "beadClosed"],
  [
    "the bead in work is closed, and another one is asked for",
    { ...AT_WORK, desired: { bead: "al-2" }, facts: { bead: closed("al-1") } },
    "otherBeadRequested",
  ],
  [
    "a polecat that nobody drives has the bead",
    { facts: { bead: hooked("al-1", "nux"), holder: "nux" } },
    "beadHooked",
  ],
  [
    "its own polecat has the bead",
    { ...AT_WORK, facts: { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") } },
    "beadHooked",
  ],
  [
    "the hook names a polecat that one list lacks",
    { ...AT_WORK, facts: { bead: hooked("al-1", "nux"), polecat: absent(1) } },
    "polecatUnread",
  ],
  [
    "the hook names a polecat that two lists lack",
    { ...AT_WORK, facts: { bead: hooked("al-1", "nux"), polecat: absent(2) } },
    "beadOpen",
  ],
  ["the bead is open", {}, "beadOpen"],
  [
    "the bead in work went back to open, and none is asked for",
    { ...AT_WORK, desired: REST },
    "beadWithdrawn",
  ],
];

describe("The decision where a polecat should be", () => {
  it.each(CASES)("where %s", (_what, changes, cause) => {
    expect(decide(given(changes))).toBe(cause);
    expect(targetState(given(changes))).toBe(CAUSES[cause].to);
  });

  it("has a case for each of its causes", () => {
    const cases = new Set(CASES.map(([, , cause]) => cause));
    expect(Object.keys(CAUSES).filter((cause) => !cases.has(cause as Cause))).toEqual([]);
  });
});
