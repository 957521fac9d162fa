/** Invariant 1: nothing is destroyed on doubt. */
import { FORCE_TERMINATION_ANNOTATION } from "../../../src/api/index.ts";
import { specOf, statusOf } from "../objects.ts";
import type { Scene } from "../scene.ts";
import type { Call } from "../sim-gt.ts";
import { CHANGE_OF_HANDS_MS } from "./once.ts";
import { find } from "../witnessed.ts";

/** At the moment of the call: the newest reads must have shown that nothing can be lost. */
export function nukeBegins(scene: Scene, { argv, line }: Call): void {
  const { ground, witnessed, broken } = scene;
  if (!line.startsWith("polecat nuke")) return;
  const address = argv[2] ?? "";
  const polecat = find(ground.town, address);
  if (polecat === undefined) return;
  // Nobody can have read it; gt's own refusals guard what little it has done.
  if (ground.wallClock() - polecat.createdAt < CHANGE_OF_HANDS_MS) return;
  if (argv.includes("--force")) {
    const incarnation = `${address}@${polecat.branch}`;
    if (!hasConsent(scene, incarnation)) broken(1, `${line} without consent to destroy ${incarnation}`);
    return;
  }
  const worktree = witnessed.worktree(polecat);
  if (worktree?.truth !== false) {
    broken(1, `${line} although the worktree ${seen(worktree?.truth, "was clean", "was dirty")}`);
  }
  const requests = witnessed.openRequests(polecat.rig);
  if (requests?.truth?.includes(polecat.branch) !== false) {
    broken(
      1,
      `${line} although a merge request ${seen(requests?.truth?.includes(polecat.branch), "was not open", "was open")}`,
    );
  }
  const health = witnessed.health();
  if (health?.truth !== true) broken(1, `${line} although the newest health read did not say that Dolt runs`);
}

function seen(truth: boolean | null | undefined, clean: string, dirty: string): string {
  return truth === true ? dirty : `was not read: nobody knows that it ${clean}`;
}

/** Both parts, as the operator was told of them last. */
function hasConsent({ told }: Scene, incarnation: string): boolean {
  return [...told.values()].some(
    (object) =>
      object.kind === "Polecat" &&
      specOf(object).terminationPolicy === "Force" &&
      object.metadata.annotations?.[FORCE_TERMINATION_ANNOTATION] === incarnation,
  );
}

/** The resources that stand for a polecat, by the API's truth. */
export function resourcesOf({ ground }: Scene, address: string): readonly string[] {
  return ground.store
    .list("polecats")
    .filter((object) => {
      const { polecatName, snapshot } = statusOf(object);
      const name = polecatName ?? snapshot?.context?.polecatName ?? "";
      return `${specOf(object).rig ?? ""}/${name}` === address;
    })
    .map(({ metadata: { name } }) => `default/polecats/${name}`);
}
