/** What needs a person, and the command that is the next step. */
import { describe, expect, it } from "vitest";
import { ADVICE, glance, shownSchema, type Shown } from "../../src/explain/index.ts";

const NOW = Date.parse("2026-05-01T12:00:00Z");
const RIG = "it's $HOME";

type Conditions = readonly (readonly [type: string, status: string, reason: string])[];

function polecat(conditions: Conditions | null, spec: object = {}, status: object = {}): Shown {
  return shownSchema.parse({
    metadata: { name: "nux", namespace: "team-a", uid: "1", creationTimestamp: "2026-05-01T11:00:00Z" },
    spec: { rig: "alpha", ...spec },
    status:
      conditions === null
        ? undefined
        : {
            phase: "Working",
            polecatName: "rust",
            bead: "al-1",
            conditions: conditions.map(([type, value, reason]) => ({
              type,
              status: value,
              reason,
              message: "so",
              lastTransitionTime: "2026-05-01T11:59:00Z",
            })),
            ...status,
          },
  });
}

const rig = shownSchema.parse({
  metadata: { name: "alpha", uid: "2" },
  spec: {},
  status: { gtName: RIG, conditions: [] },
});

function needs(object: Shown) {
  return glance({ rigs: [rig], polecats: [object], convoys: [] }, [], NOW).needsPerson;
}

describe("What needs a person", () => {
  it.each<[string, Conditions]>([
    ["that works", [["Ready", "True", "Working"]]],
    ["that waits for what comes by itself", [["Ready", "False", "NoCapacity"]]],
    [
      "whose end is on its way",
      [
        ["Ready", "False", "Terminating"],
        ["Terminating", "True", "Terminating"],
      ],
    ],
  ])("is nothing of a polecat %s", (_what, conditions) => expect(needs(polecat(conditions))).toEqual([]));

  it.each<[string, Conditions, object, string]>([
    ["its silent session", [["Stuck", "True", "Silent"]], {}, String.raw`gt peek 'it'\''s $HOME/rust'`],
    [
      "its merge request",
      [["Terminating", "True", "OpenMergeRequest"]],
      {},
      String.raw`gt mq list 'it'\''s $HOME'`,
    ],
    ["its bead", [["Ready", "False", "RespawnLimit"]], {}, "gt sling respawn-reset al-1"],
    ["its pause", [["Ready", "False", "Paused"]], {}, "kubectl gastown resume nux -n team-a"],
    ["its rig's pause", [["Ready", "False", "RigPaused"]], {}, "kubectl gastown resume rig/alpha"],
    ["its rig", [["Degraded", "True", "RigDegraded"]], {}, "gastown-operator why rig/alpha"],
    ["its rig's mode", [["Ready", "False", "RigObserved"]], {}, "kubectl gastown take rig/alpha"],
    ["the town", [["Degraded", "True", "DoltDown"]], {}, "gt health"],
    [
      "its files",
      [["Stalled", "True", "UncommittedWork"]],
      { worktreePath: "/srv/a b" },
      "git -C '/srv/a b' status",
    ],
    [
      "its commits, which may have been merged elsewhere",
      [["Stalled", "True", "UnpushedCommits"]],
      { worktreePath: "/srv/a b" },
      "git -C '/srv/a b' fetch origin",
    ],
    [
      "what has no command",
      [["Stalled", "True", "BeadNotFound"]],
      {},
      "kubectl gastown why polecat/team-a/nux",
    ],
  ])("leads by one command to %s", (_what, conditions, status, command) => {
    expect(needs(polecat(conditions, {}, status))).toMatchObject([
      { subject: "polecat/team-a/nux", command },
    ]);
  });

  it.each(Object.keys(ADVICE))("has no placeholder left in its command: %s", (reason) => {
    for (const { command } of needs(polecat([["Stalled", "True", reason]]))) {
      expect(command).not.toMatch(/\b(RIG|NAME|BEAD|ID|THEME)\b/);
      expect(command.split(" ").length).toBeGreaterThan(1);
    }
  });

  it("is an operator, where none has written a status for a minute", () => {
    expect(needs(polecat(null))).toMatchObject([{ reason: "NotObserved" }]);
    const young = {
      ...polecat(null),
      metadata: { ...polecat(null).metadata, creationTimestamp: "2026-05-01T11:59:30Z" },
    };
    expect(needs(young)).toEqual([]);
  });
});
