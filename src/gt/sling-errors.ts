/**
 * Errors of `gt sling`, of 1.0.1 and 1.2.1 (their source: internal/cmd/sling*.go, polecat_spawn.go, polecat_capacity.go).
 * Passing ones end in the town or around it, without a change of the spec or of the bead: the sling is tried again after a
 * growing pause. Lasting ones are gt's no to this very bead or target until a person changes it.
 */
import { shellWord } from "@gastown/system";

export interface SlingError {
  /** What the first telling line of gt begins with or holds. */
  readonly words: RegExp;
  readonly kind: "passing" | "lasting";
  /** For a condition. */
  readonly reason: string;
  /**
   * What a person can do; null where gt's own words say it, or nothing is to be done. It can do no harm. BEAD and RIG
   * are those of the sling.
   */
  readonly advice: string | null;
}

const passing = (words: RegExp, reason: string, advice: string | null = null): SlingError => ({
  ...{ words, kind: "passing", reason, advice },
});
const lasting = (words: RegExp, reason: string, advice: string): SlingError => ({
  ...{ words, kind: "lasting", reason, advice },
});

/** The first that fits counts: gt wraps one error into another. */
export const SLING_ERRORS: readonly SlingError[] = [
  // The rig.
  passing(/cannot sling to parked rig/, "RigParked", "`gt rig unpark RIG` lets the rig get work again"),
  passing(/cannot sling to docked rig/, "RigDocked", "`gt rig undock RIG` lets the rig get work again"),

  // The bead, as it is now.
  passing(/bead \S+ is (closed|tombstone) /, "BeadEnded"),
  passing(
    /refusing to sling deferred bead/,
    "BeadDeferred",
    "gt also takes a bead for deferred whose description says so",
  ),
  passing(/bead \S+ is already pinned to/, "BeadPinned"),
  passing(/bead \S+ is already being slung/, "BeadBeingSlung"),
  passing(/bead \S+ is already \S+ to /, "BeadHeldElsewhere", "`gt show BEAD` says who has it"),
  passing(/bead \S+ is already /, "BeadHeldElsewhere", "`gt show BEAD` says what is the matter with it"),
  lasting(
    /title .* looks like a CLI flag/,
    "BeadTitleRefused",
    "give the bead another title with `bd update`",
  ),
  // gt removes a molecule by itself once nobody has the bead, or the session of who has it is gone.
  passing(
    /bead \S+ already has \d+ attached molecule/,
    "BeadHasMolecule",
    "`gt show BEAD` names the work that is attached to it: let who has it finish, or end that work in the town",
  ),
  lasting(
    /respawn limit reached for/,
    "RespawnLimit",
    "see why its slings have failed, then allow new ones with `gt sling respawn-reset BEAD`",
  ),
  lasting(/is not a valid bead or formula/, "BeadIdRefused", "correct spec.beadID"),

  // Where the bead is.
  lasting(/cross-rig mismatch/, "BeadOfAnotherRig", "make a Polecat of the rig that has the bead"),
  lasting(
    /bead \S+ \(prefix .*\) is not in rig/,
    "BeadOfAnotherRig",
    "make a Polecat of the rig that has the bead: `gt rig list` shows the prefix of each",
  ),
  passing(
    /bead \S+ is not present in target rig/,
    "BeadNotSeen",
    "`gt health` says whether the database runs; a town's own bead is slung to no rig",
  ),
  passing(/cannot resolve target rig|checking target rig|cannot verify bead/, "BeadNotSeen"),
  passing(
    /checking bead status: .*not found/,
    "BeadNotSeen",
    "gt says so also while the town's database does not answer",
  ),

  // Room for a polecat.
  passing(/polecat cap reached|admission denied/, "NoCapacity", "it goes on once a polecat of the town ends"),
  passing(
    /has \d+ polecat directories/,
    "NoCapacity",
    "it goes on once a polecat of the rig has ended: `gt polecat list RIG` shows them",
  ),
  passing(/admission is busy|admission control: dolt server at connection capacity/, "TownBusy"),

  // The target and the configuration.
  lasting(/invalid target /, "TargetRefused", "`gt rig list` shows the rigs that gt knows"),
  // gt says so also while mayor/rigs.json cannot be read; a rig that gt's list lacks is reported before any sling.
  passing(
    /resolving target: |rig '.*' not found|deferred dispatch requires a rig target/,
    "TargetRefused",
    "`gt rig list` shows the rigs that gt knows",
  ),
  passing(
    /polecats cannot sling/,
    "CallerRefused",
    "start the operator without GT_ROLE and GT_POLECAT in its environment",
  ),
  passing(/dispatch blocked/, "GtConfigRefused", "correct the town's settings that gt names"),
  // gt takes a formula for missing whenever bd fails to show it, as without its database.
  passing(
    /formula "[^"]*" (not found|failed to cook)/,
    "GtConfigRefused",
    "`gt health` says whether the database runs; where it does, correct the formula that gt names",
  ),

  // What gt, its database, tmux or the disk could not do just now.
  passing(
    /acquiring sling lock|creating sling lock|serializing hook write|admission|capacity|sling context/,
    "TownBusy",
  ),
  passing(
    /pre-spawn health check failed|instantiating formula|parsing bead info|burning stale molecules|hooking bead|verifying hook|hook did not stick|hook failed/,
    "SlingFailed",
    "`gt health` says whether the database runs",
  ),
  passing(
    /worktree verification failed|allocating and creating polecat/,
    "SlingFailed",
    "`git worktree list` in the rig shows what is in the way",
  ),
  passing(
    /starting polecat session|starting session|getting pane for|waiting for agent to start/,
    "SlingFailed",
    "see whether the agent starts in its tmux session",
  ),
];

/** A text that nobody here knows: it is shown, and may be over at the next try. */
const UNKNOWN: SlingError = passing(/(?:)/, "SlingFailed");

/** @param said gt's first telling line. */
export function slingErrorOf(said: string): SlingError {
  return SLING_ERRORS.find(({ words }) => words.test(said)) ?? UNKNOWN;
}

/** The advice with the sling's own bead and rig in its commands, which are there to be copied. */
export function slingAdvice({ advice }: SlingError, argv: readonly string[]): string | null {
  const [, bead = "", rig = ""] = argv.map(shellWord);
  return advice?.replaceAll(/\b(?:BEAD|RIG)\b/g, (word) => (word === "BEAD" ? bead : rig)) ?? null;
}
