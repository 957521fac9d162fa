/** Worktrees as an operator reads them from its own machine's disk: in half of the schedules they are on another one. */
import { worktreePath } from "simulated-town";
import type { GtClientOptions } from "../../src/gt/index.ts";
import type { Ground } from "./ground.ts";
import { find } from "./witnessed.ts";

export function worktreesOnDisk({ town, chance }: Ground): GtClientOptions["worktree"] {
  if (chance.happens(0.5, "worktrees on another machine")) return undefined;
  return (rig, name) => {
    const polecat = find(town, `${rig}/${name}`);
    return Promise.resolve(
      polecat === undefined ? null : { path: worktreePath("/town", rig, name), branch: polecat.branch },
    );
  };
}
