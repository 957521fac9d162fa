/** `gt sling BEAD RIG` and `gt sling BEAD RIG/NAME`. */
import { fail, parseArguments, say, type Answer } from "../answer.ts";
import {
  findPolecat,
  hookOf,
  randomWord,
  type SimBead,
  type SimPolecat,
  type SimRig,
  type Surroundings,
  type TownState,
} from "../state.ts";

const SWITCHES = ["--no-boot", "--no-convoy", "--dry-run", "-n", "--create", "--force"];
const VALUED = ["--args", "-a", "--message", "-m", "--subject", "-s", "--base-branch", "--merge", "--agent"];
const MOST_SLINGS = 3;
const MOST_FOLDERS = 30;

export function sling(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, has } = parseArguments(argv, SWITCHES, VALUED);
  const [id = "", target = ""] = positional;
  const bead = around.doltDown ? undefined : state.beads.find((candidate) => candidate.id === id);
  if (bead === undefined) return fail(`checking bead status: bead '${id}' not found`);
  if (bead.status === "closed") return fail(`bead ${id} is closed (work already completed)`);
  const [rigName = "", name] = target.split("/");
  const rig = state.rigs.find((candidate) => candidate.name === rigName);
  if (rig === undefined) return fail(`resolving target: getting pane for ${target}: exit status 1`);
  const holder = holderOf(state, bead);
  if (holder?.session === true && !has("--force")) {
    if (holder.rig === rig.name) {
      return say(`○ Bead ${id} is already hooked to ${bead.assignee ?? ""}, no-op\n`);
    }
    return fail(`bead ${id} is already hooked to ${bead.assignee ?? ""}\nUse --force to re-sling`);
  }
  if (!id.startsWith(`${rig.prefix}-`)) {
    const prefix = id.split("-")[0] ?? "";
    const owner = state.rigs.find((candidate) => candidate.prefix === prefix)?.name ?? "";
    return fail(
      `cross-rig mismatch: bead ${id} (prefix "${prefix}") belongs to rig "${owner}", but target is rig "${rig.name}"`,
    );
  }
  return name === undefined ? ontoRig(state, bead, rig, around) : ontoPolecat(state, bead, rig, name, around);
}

function holderOf(state: TownState, bead: SimBead): SimPolecat | undefined {
  return state.polecats.find((polecat) => hookOf(state, polecat) === bead);
}

function ontoPolecat(
  state: TownState,
  bead: SimBead,
  rig: SimRig,
  name: string,
  around: Surroundings,
): Answer {
  const polecat = findPolecat(state, rig.name, name);
  if (polecat?.session !== true) {
    return fail(`resolving target: getting pane for ${rig.prefix}-${name}: exit status 1`);
  }
  hook(state, bead, polecat, around);
  return say(
    `🎯 Slinging ${bead.id} to ${rig.name}/polecats/${name}...\n${attached(state, bead)}▶ Start prompt sent\n`,
  );
}

function ontoRig(state: TownState, bead: SimBead, rig: SimRig, around: Surroundings): Answer {
  if (state.schedulerMax > 0) return schedule(state, bead, rig);
  const heading = `Target is rig '${rig.name}', spawning fresh polecat...\n`;
  if (bead.slings >= MOST_SLINGS) {
    return fail(
      `spawning polecat: respawn limit reached for ${bead.id} (${MOST_SLINGS} attempts). This bead keeps failing — investigate before re-dispatching.\nOverride: gt sling ${bead.id} ${rig.name} --force\nReset:    gt sling respawn-reset ${bead.id}`,
      heading,
    );
  }
  bead.slings += 1;
  const mine = state.polecats.filter((polecat) => polecat.rig === rig.name);
  const idle = mine.find((polecat) => !polecat.session && hookOf(state, polecat) === undefined);
  if (idle === undefined && mine.length >= MOST_FOLDERS) {
    return fail(
      `spawning polecat: rig ${rig.name} has ${mine.length} polecat directories (max ${MOST_FOLDERS}). Nuke idle polecats first: gt polecat nuke ${rig.name}/<name> --force`,
      heading,
    );
  }
  const polecat = idle === undefined ? spawn(state, rig, bead, around) : reuse(state, idle, bead, around);
  around.emit("spawn", "gt", { polecat: polecat.name, rig: rig.name });
  hook(state, bead, polecat, around);
  const made =
    idle === undefined
      ? `Created polecat: ${polecat.name}\n✓ Polecat ${polecat.name} spawned (session start deferred)\n`
      : `Reusing idle polecat: ${polecat.name}\n✓ Polecat ${polecat.name} reused (idle → working, session start deferred)\n`;
  return say(
    `${heading}${made}🎯 Slinging ${bead.id} to ${rig.name}/polecats/${polecat.name}...\n${attached(state, bead)}Starting session for ${rig.name}/${polecat.name}...\n`,
  );
}

function schedule(state: TownState, bead: SimBead, rig: SimRig): Answer {
  if (state.scheduled.includes(bead.id)) {
    return say(`○ Bead ${bead.id} is already scheduled (context: hq-wisp-sim), no-op\n`);
  }
  state.scheduled.push(bead.id);
  return say(`✓ Scheduled ${bead.id} → ${rig.name} (context: hq-wisp-sim)\n`);
}

function spawn(state: TownState, rig: SimRig, bead: SimBead, around: Surroundings): SimPolecat {
  const taken = new Set(state.polecats.filter((polecat) => polecat.rig === rig.name).map(({ name }) => name));
  const name = rig.names.find((candidate) => !taken.has(candidate)) ?? `${rig.name}-${taken.size + 1}`;
  const polecat: SimPolecat = {
    rig: rig.name,
    name,
    branch: branchFor(state, name, bead),
    session: true,
    createdAt: around.now,
    unpushed: 0,
    stashes: 0,
    endsAt: null,
  };
  state.polecats.push(polecat);
  around.worktrees.create(rig.name, name);
  return polecat;
}

/** Whatever the idle polecat had left is gone, as with the real one. */
function reuse(state: TownState, polecat: SimPolecat, bead: SimBead, around: Surroundings): SimPolecat {
  around.worktrees.reset(polecat.rig, polecat.name);
  return Object.assign(polecat, {
    branch: branchFor(state, polecat.name, bead),
    session: true,
    unpushed: 0,
    stashes: 0,
  });
}

function branchFor(state: TownState, name: string, bead: SimBead): string {
  return `polecat/${name}/${bead.id}@${randomWord(state, 8)}`;
}

function hook(state: TownState, bead: SimBead, polecat: SimPolecat, around: Surroundings): void {
  Object.assign(bead, {
    status: "hooked",
    assignee: `${polecat.rig}/polecats/${polecat.name}`,
    updatedAt: around.now,
  });
  const plan = state.plans[bead.id] ?? state.defaultPlan;
  polecat.endsAt = around.now + plan.afterMs;
  around.emit("sling", "unknown", { bead: bead.id, target: `${polecat.rig}/polecats/${polecat.name}` });
}

function attached(state: TownState, bead: SimBead): string {
  const prefix = bead.id.split("-")[0] ?? "";
  return `  Auto-applying mol-polecat-work for polecat work...\n  Instantiating formula mol-polecat-work...\n✓ Formula wisp created: ${prefix}-wisp-${randomWord(state, 4)}\n✓ Formula bonded to ${bead.id}\n✓ Work attached to hook (status=hooked)\n`;
}
