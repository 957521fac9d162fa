import { describe, expect, it } from "vitest";
import { sling } from "../../src/gt/commands.ts";
import { exitFailure } from "../../src/gt/failure.ts";
import { SLING_ERRORS, slingErrorOf } from "../../src/gt/index.ts";
import { transcriptsOfAllVersions } from "simulated-town/testing";

const NO_OPTIONS = { args: null, message: null, baseBranch: null, merge: null, agent: null };
const COMMAND = sling({ bead: "al-1", rig: "alpha", ...NO_OPTIONS });

/** As gt 1.0.1 or 1.2.1 prints them, behind `Error: `. */
const PRINTED: readonly (readonly [words: string, kind: string, reason: string])[] = [
  [`checking bead status: bead 'al-9' not found`, "passing", "BeadNotSeen"],
  [`checking bead status: parsing bead info: unexpected end of JSON input`, "passing", "SlingFailed"],
  [`'x' is not a valid bead or formula`, "lasting", "BeadIdRefused"],
  [`bead al-1 is closed (work already completed)`, "passing", "BeadEnded"],
  [`bead al-1 is tombstone (work already completed)`, "passing", "BeadEnded"],
  [`refusing to sling deferred bead al-1: "T"\nUse --force to override`, "passing", "BeadDeferred"],
  [`refusing to sling bead al-1: title "--help" looks like a CLI flag (x)`, "lasting", "BeadTitleRefused"],
  [`bead al-1 is already pinned to (unknown)\nUse --force to re-sling`, "passing", "BeadPinned"],
  [`bead al-1 is already in_progress to (unknown)`, "passing", "BeadHeldElsewhere"],
  [`bead al-1 is already hooked to beta/polecats/rust`, "passing", "BeadHeldElsewhere"],
  [`bead al-1 is already scheduled. Use --force to override`, "passing", "BeadHeldElsewhere"],
  [
    `bead al-1 is already being slung; retry after the current assignment completes`,
    "passing",
    "BeadBeingSlung",
  ],
  [`acquiring sling lock for bead al-1: flock: resource temporarily unavailable`, "passing", "TownBusy"],
  [`creating sling lock dir: mkdir: no space left on device`, "passing", "TownBusy"],
  [`cannot sling to parked rig "alpha"\ngt rig unpark alpha`, "passing", "RigParked"],
  [`spawning polecat: cannot sling to docked rig "alpha"\ngt rig undock alpha`, "passing", "RigDocked"],
  [
    `cross-rig mismatch: bead be-1 (prefix "be") belongs to rig "beta", but target is rig "alpha"`,
    "lasting",
    "BeadOfAnotherRig",
  ],
  [`bead hq-1 (prefix "hq") is not in rig "alpha" — it belongs to town root`, "lasting", "BeadOfAnotherRig"],
  [`bead zz-1 (prefix "zz") is not in rig "alpha" — prefix not in routes`, "lasting", "BeadOfAnotherRig"],
  [
    `bead al-1 is not present in target rig "alpha" beads database; refusing to sling before creating hooks`,
    "passing",
    "BeadNotSeen",
  ],
  [`cannot resolve target rig "alpha" beads database: x`, "passing", "BeadNotSeen"],
  [`checking target rig "alpha" database for bead al-1: x`, "passing", "BeadNotSeen"],
  [`cannot verify bead al-1 in rig`, "passing", "BeadNotSeen"],
  [`resolving target: getting pane for alhpa: exit status 1`, "passing", "TargetRefused"],
  [`invalid target "a/b/c/d": too many parts`, "lasting", "TargetRefused"],
  [`spawning polecat: rig 'alpha' not found`, "passing", "TargetRefused"],
  [`spawning polecat: pre-spawn health check failed: dolt`, "passing", "SlingFailed"],
  [
    `spawning polecat: admission control: dolt server at connection capacity: 80 of 100`,
    "passing",
    "TownBusy",
  ],
  [`spawning polecat: polecat cap reached: 25 working polecats (max 25)`, "passing", "NoCapacity"],
  [`spawning polecat: polecat admission is busy; retry shortly`, "passing", "TownBusy"],
  [
    `spawning polecat: polecat admission denied: configured scheduler.max_polecats capacity is full (max=5)`,
    "passing",
    "NoCapacity",
  ],
  [`spawning polecat: listing agent beads for alpha capacity: x`, "passing", "TownBusy"],
  [`spawning polecat: loading rigs config for polecat capacity: x`, "passing", "TownBusy"],
  [`spawning polecat: writing polecat admission reservation: x`, "passing", "TownBusy"],
  [
    `spawning polecat: respawn limit reached for al-1 (3 attempts). This bead keeps failing`,
    "lasting",
    "RespawnLimit",
  ],
  [
    `spawning polecat: rig alpha has 30 polecat directories (max 30). Nuke idle polecats first: gt polecat nuke alpha/<name> --force`,
    "passing",
    "NoCapacity",
  ],
  [
    `spawning polecat: rig alpha has 30 polecat directories (max 30). Resolve recovery-needed polecats before allocating more slots: gt polecat list alpha`,
    "passing",
    "NoCapacity",
  ],
  [
    `spawning polecat: allocating and creating polecat: git worktree add: fatal: branch exists`,
    "passing",
    "SlingFailed",
  ],
  [
    `spawning polecat: worktree verification failed for nux: no .git\nHint: try 'gt polecat nuke alpha/nux --force'`,
    "passing",
    "SlingFailed",
  ],
  [`burning stale molecules: x`, "passing", "SlingFailed"],
  [
    `bead al-1 already has 1 attached molecule(s): al-wisp-1\nUse --force to replace, or --hook-raw-bead to skip formula`,
    "passing",
    "BeadHasMolecule",
  ],
  [`instantiating formula mol-polecat-work: cooking formula x: exit status 1`, "passing", "SlingFailed"],
  [
    `serializing hook write for alpha/polecats/nux: timed out acquiring assignee sling lock for alpha/polecats/nux after 30s`,
    "passing",
    "TownBusy",
  ],
  [`hooking bead after 3 attempts: x`, "passing", "SlingFailed"],
  [`hooking bead failed (DB not initialized — not retrying): x`, "passing", "SlingFailed"],
  [`hook did not stick: status=open, assignee=`, "passing", "SlingFailed"],
  [`starting polecat session: starting session: x`, "passing", "SlingFailed"],
  [`getting pane for al-nux (session likely died during startup): x`, "passing", "SlingFailed"],
  [`waiting for agent to start: timeout`, "passing", "SlingFailed"],
  [`loading town settings: x (dispatch blocked — fix config or unset it)`, "passing", "GtConfigRefused"],
  [`deferred dispatch requires a rig target: gt sling al-1 <rig>`, "passing", "TargetRefused"],
  [`checking for existing sling context: x`, "passing", "TownBusy"],
  [`formula "f" not found: x`, "passing", "GtConfigRefused"],
  [`formula "f" failed to cook: bd cook: exit status 1`, "passing", "GtConfigRefused"],
  [`polecats cannot sling (use gt done for handoff)`, "passing", "CallerRefused"],
  [`the flux capacitor is empty`, "passing", "SlingFailed"],
];

const failed = (words: string, stdout = "") => exitFailure(COMMAND, stdout, `Error: ${words}\n`);

describe("What gt says when it does not sling", () => {
  it.each(PRINTED)("%s: is %s, %s", (words, kind, reason) => {
    expect(failed(words).sling).toMatchObject({ kind, reason });
  });

  it("uses up tries only where the bead or the spec has to change, or gt itself counts the tries", () => {
    const lasting = SLING_ERRORS.filter(({ kind }) => kind === "lasting").map(({ reason }) => reason);
    expect([...new Set(lasting)].sort()).toEqual([
      "BeadIdRefused",
      "BeadOfAnotherRig",
      "BeadTitleRefused",
      "RespawnLimit",
      "TargetRefused",
    ]);
  });

  it("means the same in colours, and is shown without them", () => {
    for (const [words] of PRINTED) {
      const colours = `\u001B[1;31mError:\u001B[0m \u001B[31m${words.replace(" ", "\u001B[0m ")}\n`;
      expect(exitFailure(COMMAND, "", colours)).toEqual(failed(words));
      expect(exitFailure(COMMAND, "", colours).message).toBe(failed(words).message);
    }
  });

  it("has an example for every line of the table", () => {
    const met = new Set(PRINTED.map(([words]) => slingErrorOf(words.split("\n")[0] ?? "")));
    expect(SLING_ERRORS.filter((entry) => !met.has(entry)).map(({ words }) => words.source)).toEqual([]);
  });

  it("is shown in its own words, without what could destroy work or take it from somebody", () => {
    for (const [words] of PRINTED) {
      const { message } = failed(words, "  - gt polecat nuke alpha/nux --force\n");
      expect(message).not.toMatch(/--force|--hook-raw-bead/);
      expect(message).toContain((words.split(/[\n.]/)[0] ?? "").slice(0, 30));
    }
  });

  it("is no word on the sling where gt is in no town, or its database does not answer", () => {
    expect(failed("not in a Gas Town workspace").sling).toBeUndefined();
    expect(failed("Dolt server unreachable").sling).toBeUndefined();
  });

  it("is in the table for everything that the real gt has said", () => {
    const refusals = transcriptsOfAllVersions().filter(
      ({ argv, exitCode, name }) =>
        /^gt sling /.test(argv) && exitCode !== 0 && !/outside|dolt-down/.test(name),
    );
    expect(refusals.length).toBeGreaterThan(15);
    const unknown = refusals.filter(({ stdout, stderr }) => {
      const error = exitFailure(COMMAND, stdout, stderr).sling;
      return error === undefined || !SLING_ERRORS.includes(error);
    });
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });
});
