/** Invariant 1: nothing is destroyed on doubt. */
import { FORCE_TERMINATION_ANNOTATION } from "../../../src/kinds/index.ts";
import { specOf, statusOf } from "../objects.ts";
import type { Scene } from "../scene.ts";
import type { Call } from "../sim-gt.ts";
import { CHANGE_OF_HOLDER_MS } from "./once.ts";
import { find } from "../witnessed.ts";

/** At the moment of the call: the newest reads must have shown that nothing can be lost. */
export function nukeBegins(scene: Scene, { argv, line }: Call): void {
  const { ground, witnessed, broken } = scene;
  if (!line.startsWith("polecat nuke")) return;
  const address = argv[2] ?? "";
  const polecat = find(ground.town, address);
  if (polecat === undefined) return;
  // Nobody can have read it; gt's own refusals guard what little it has done.
  if (ground.wallClock() - polecat.createdAt < CHANGE_OF_HOLDER_MS) return;
  if (argv.includes("--force")) {
    forced(scene, line, polecat);
    return;
  }
  const losses = witnessed.worktree(polecat)?.truth?.length;
  if (losses !== 0)
    broken(1, `${line} although the worktree ${seen(losses !== undefined, "was clean", "was dirty")}`);
  const isOpen = witnessed.openRequests(polecat.rig)?.truth?.some(({ branch }) => branch === polecat.branch);
  if (isOpen !== false)
    broken(1, `${line} although a merge request ${seen(isOpen, "was not open", "was open")}`);
  const health = witnessed.health();
  if (health?.truth !== true) broken(1, `${line} although the newest health read did not say that Dolt runs`);
}

/** With both parts of the consent, for losses that the person saw when it was given, and never on doubt. */
function forced(scene: Scene, line: string, polecat: NonNullable<ReturnType<typeof find>>): void {
  const { ground, witnessed, broken } = scene;
  const { rig, name, branch } = polecat;
  const incarnation = `${rig}/${name}@${branch}`;
  const consents = consentsTo(scene, incarnation);
  if (consents.length === 0) broken(1, `${line} without consent to destroy ${incarnation}`);
  const worktree = witnessed.worktree(polecat)?.truth ?? null;
  const requests = witnessed.openRequests(rig)?.truth ?? null;
  if (worktree === null || requests === null || witnessed.health()?.truth !== true) {
    broken(1, `${line} in doubt: its worktree, the merge queue or the health of Dolt was not read`);
    return;
  }
  const own = requests.filter((request) => request.branch === branch);
  const losses = [...worktree, ...own.map(({ id }) => `merge request ${id} is open`)];
  const shown = consents.map((consent) => ground.consents.shown(consent) ?? "what nobody has read");
  if (shown.some((words) => losses.every((loss) => words.includes(loss)))) return;
  broken(1, `${line} loses ${losses.join("; ")}, and consents were given to lose ${shown.join(" or ")}`);
}

function seen(truth: boolean | undefined, clean: string, dirty: string): string {
  return truth === true ? dirty : `was not read: nobody knows that it ${clean}`;
}

/** With both parts, as the operator was told of them last. */
function consentsTo({ told }: Scene, incarnation: string): readonly string[] {
  return [...told.values()].flatMap((object) => {
    const consent = object.metadata.annotations?.[FORCE_TERMINATION_ANNOTATION] ?? "";
    const isForced = object.kind === "Polecat" && specOf(object).terminationPolicy === "Force";
    return isForced && consent.startsWith(`${incarnation}:`) ? [consent] : [];
  });
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
