/** What a person is told to do: with the names of the very object, so that it can be copied as it stands. */
import { describe, expect, it } from "vitest";
import {
  ADVICE,
  explain,
  explainedSchema,
  explanationText,
  type Explained,
  type Explanation,
} from "../../src/explain/index.ts";
import { KINDS, REASONS, type KindName } from "../../src/kinds/index.ts";

const CONSENT = "Alpha_1/nux@it's-a-rather-long-branch-of-an-agent:0123456789abcdef";

function explained(kind: KindName, reason: string, status: object, spec: object = {}): Explanation {
  const place = kind === "Rig" ? {} : { namespace: "team-a" };
  const said = { reason, message: "so it is", lastTransitionTime: "2026-05-01T11:59:00Z" };
  const object: Explained = explainedSchema.parse({
    metadata: { name: "it", uid: "1", ...place },
    spec,
    status: {
      phase: "Idle",
      conditions: ["Ready", "Stalled", "Terminating"].map((type) => ({
        type,
        status: type === "Ready" ? "False" : "True",
        ...said,
      })),
      ...status,
    },
  });
  return explain(KINDS[kind], object, { polecats: null, rigs: null, gtRig: "Alpha_1" }, null);
}

const polecat = (reason: string, status: object = {}): Explanation =>
  explained("Polecat", reason, { polecatName: "nux", ...status }, { rig: "alpha", beadID: "al-1" });

/** What there is to copy: between backticks in the words, and beside them. */
const commands = ({ todo }: Explanation): readonly string[] =>
  todo.flatMap(({ text, command }) => [
    ...(text.match(/`[^`]*`/g) ?? []),
    ...(command === null ? [] : [command]),
  ]);

describe("What a person is told to type", () => {
  const ofConvoys: readonly string[] = REASONS.convoy;
  it.each(Object.keys(ADVICE).filter((reason) => !ofConvoys.includes(reason)))(
    "names the polecat, its rig and its bead: %s",
    (reason) => expect(commands(polecat(reason)).join("\n")).not.toMatch(/\b(RIG|NAME|BEAD|ID)\b/),
  );

  it.each<[string, Explanation, string]>([
    ["a rig that is only observed", explained("Rig", "RigObserved", {}), "`kubectl gastown take rig/it`"],
    ["a parked rig", explained("Rig", "RigParked", { gtName: "It_1" }), "`gt rig unpark It_1`"],
    ["a polecat in such a rig", polecat("RigObserved"), "`kubectl gastown take rig/alpha`"],
    ["a silent polecat", polecat("Silent"), "`gt peek Alpha_1/nux`"],
    [
      "a Witness of a degraded rig",
      explained("Witness", "RigDegraded", {}, { rigRef: "alpha" }),
      "`gastown-operator why rig/alpha`",
    ],
    [
      "a convoy whose beads cannot be read",
      explained("Convoy", "BeadsUnread", { unknownBeads: ["al-2", "be-3"] }),
      "`gt show al-2 be-3`",
    ],
    [
      "a convoy that gt tracks otherwise",
      explained("Convoy", "BeadsNotAdded", { beadsConvoyID: "hq-cv-1" }),
      "`gt convoy status hq-cv-1`",
    ],
  ])("is to be copied as it stands: %s", (_what, explanation, command) => {
    expect(commands(explanation)).toContain(command);
  });
});

describe("An explanation at a terminal", () => {
  const blocked = polecat("UncommittedWork", {
    worktreePath: "/srv/towns/of/somebody/with/long/paths/Alpha_1/polecats/nux/alpha",
    terminationProof: { consent: CONSENT },
  });
  const lines = explanationText(blocked, 80).split("\n");

  it("has each command unbroken, on a line of its own", () => {
    expect(lines).toContain(
      "      git -C /srv/towns/of/somebody/with/long/paths/Alpha_1/polecats/nux/alpha status",
    );
    expect(lines.filter((line) => line.includes("kubectl annotate"))).toEqual([
      expect.stringMatching(/^ {6}kubectl annotate --overwrite -n team-a polecat\/it '.*:0123456789abcdef'$/),
    ]);
  });

  it("is no wider than the terminal otherwise", () => {
    const wide = lines.filter((line) => line.length > 80);
    expect(wide.map((line) => line.trim().split(" ")[0])).toEqual(["git", "kubectl"]);
  });

  it("says once what two conditions say", () => {
    expect(lines.filter((line) => line.includes("so it is"))).toHaveLength(1);
  });
});
