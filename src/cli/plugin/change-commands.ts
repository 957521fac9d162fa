/** stop, resume, take, release: one change of the specs of objects that are named. */
import type { Command } from "commander";
import { z } from "zod";
import { ConfigError, type Environment } from "../../settings/index.ts";
import { checkBead } from "./bead-id.ts";
import { change, type Changed, type Decision } from "./change.ts";
import { inCluster, type Cluster } from "./cluster.ts";
import { pausing, releasing, releasingRig, resuming, stopping, taking, takingRig } from "./decisions.ts";
import { each, throwRefused } from "./each.ts";
import type { Held, VerbKind } from "./held.ts";
import { objectName, type ObjectNamed } from "./object-name.ts";
import { observedRigs, tellObservedRigs } from "./observed-rigs.ts";
import { addWaitFlags, untilGone, waitFlags, waitMs } from "./waiting.ts";
import { addWriteFlags, checkWriteFlags, tellChanges, writeFlags, type WriteFlags } from "./write-flags.ts";

interface Verb<Kind extends VerbKind> {
  readonly name: string;
  readonly about: string;
  /** The first one is meant where none is named. */
  readonly kinds: readonly [Kind, ...Kind[]];
  readonly help: string;
}

/** What a verb does to an object of each of its kinds. */
type Decisions<Kind extends VerbKind> = Readonly<Record<Kind, (held: Held) => Decision>>;

const STOP: Verb<"Polecat" | "Rig"> = {
  name: "stop",
  about: "let a polecat finish its bead and take no other; or pause a rig",
  kinds: ["Polecat", "Rig"],
  help: `
It sets spec.desiredState of a Polecat to Idle, or to Terminated with
--terminate, and spec.paused of a Rig. A polecat ends only when nothing can be
lost.

  kubectl gastown stop parser
  kubectl gastown stop team-a/parser --terminate --wait
  kubectl gastown stop rig/alpha
`,
};

const RESUME: Verb<"Polecat" | "Rig"> = {
  name: "resume",
  about: "let a polecat work on its bead again, or on another one; or unpause a rig",
  kinds: ["Polecat", "Rig"],
  help: `
It sets spec.desiredState to Working and spec.paused to false.

  kubectl gastown resume parser
  kubectl gastown resume parser --bead al-9x2
  kubectl gastown resume rig/alpha
`,
};

const TAKE: Verb<"Polecat" | "Rig"> = {
  name: "take",
  about: "take over a polecat or a rig that is only observed: from now on its spec counts",
  kinds: ["Polecat", "Rig"],
  help: `
It sets spec.management to Manage. A polecat keeps its work, session and
branch; in a rig that is only observed nothing is written to gt for it.

  kubectl gastown take rig/alpha
  kubectl gastown take alpha-nux
`,
};

const RELEASE: Verb<"Polecat" | "Rig"> = {
  name: "release",
  about: "release a polecat or a rig: from now on it is only observed",
  kinds: ["Polecat", "Rig"],
  help: `
It sets spec.management to Observe. What is at work goes on; nothing is written
to gt for the polecat, or for the rig and its polecats, any more.

  kubectl gastown release alpha-nux
  kubectl gastown release rig/alpha
`,
};

export function addChangeCommands(program: Command, environment: Environment): void {
  const stop = declare(program, STOP).option("--terminate", "ask for the end of the polecat");
  addWaitFlags(stop, "with --terminate, wait until the polecat has ended").action(
    (names: readonly string[], given: unknown) => stopAll(names, stopSchema.parse(given), environment),
  );
  const resume = declare(program, RESUME).option(
    "--bead <id>",
    "the bead to work on, instead of the last one",
  );
  resume.action(async (names: readonly string[], given: unknown) => {
    const flags = z.object({ ...writeFlags, bead: z.string().optional() }).parse(given);
    checkBead(flags.bead);
    if (flags.bead !== undefined && names.length > 1)
      throw new ConfigError("--bead is for one polecat at a time");
    const targets = targetsOf(RESUME, names, flags);
    if (flags.bead !== undefined && targets.some(({ kind }) => kind !== "Polecat"))
      throw new ConfigError("--bead is for a polecat");
    const decide = { Polecat: resuming(flags.bead), Rig: pausing(false) };
    await inCluster(flags, environment, (cluster) => changeAll(cluster, targets, flags, decide));
  });
  declare(program, TAKE).action(async (names: readonly string[], given: unknown) => {
    const flags = z.object(writeFlags).parse(given);
    const targets = targetsOf(TAKE, names, flags);
    const decide = { Polecat: taking, Rig: takingRig };
    await inCluster(flags, environment, async (cluster) => {
      tellObservedRigs(await observedRigs(cluster, await changeAll(cluster, targets, flags, decide)));
    });
  });
  declare(program, RELEASE).action(async (names: readonly string[], given: unknown) => {
    const flags = z.object(writeFlags).parse(given);
    const targets = targetsOf(RELEASE, names, flags);
    const decide = { Polecat: releasing, Rig: releasingRig };
    await inCluster(flags, environment, (cluster) => changeAll(cluster, targets, flags, decide));
  });
}

const stopSchema = z.object({ ...writeFlags, ...waitFlags, terminate: z.boolean().default(false) });

async function stopAll(
  names: readonly string[],
  flags: z.infer<typeof stopSchema>,
  environment: Environment,
): Promise<void> {
  const { terminate, wait } = flags;
  if (wait && !terminate) throw new ConfigError("--wait goes with --terminate: a stop is done at once");
  const forMs = waitMs(flags);
  const targets = targetsOf(STOP, names, flags);
  if (terminate && targets.some(({ kind }) => kind !== "Polecat")) {
    throw new ConfigError("--terminate is for polecats: a rig is ended by gt alone");
  }
  const decide = { Polecat: stopping(terminate), Rig: pausing(true) };
  await inCluster(flags, environment, async (cluster) => {
    const changes = await changeAll(cluster, targets, flags, decide);
    if (wait && flags.dryRun === undefined)
      await untilGone(
        cluster,
        changes.map(({ held }) => held),
        forMs,
      );
  });
}

function declare(program: Command, { name, about, kinds, help }: Verb<VerbKind>): Command {
  const [first] = kinds;
  const argument = kinds.length > 1 ? "<polecat|rig/name...>" : `<${first.toLowerCase()}...>`;
  const command = program
    .command(name)
    .description(about)
    .argument(argument, "names, such as parser, team-a/parser or polecat/team-a/parser")
    .addHelpText("after", help);
  return addWriteFlags(command, "namespace of the polecats");
}

/** @throws ConfigError before any cluster is looked for. */
function targetsOf<Kind extends VerbKind>(
  { kinds }: Verb<Kind>,
  names: readonly string[],
  flags: WriteFlags,
): readonly ObjectNamed<Kind>[] {
  checkWriteFlags(flags);
  return names.map((text) => objectName(text, kinds));
}

/** @throws what was refused, once all were tried. */
async function changeAll<Kind extends VerbKind>(
  cluster: Cluster,
  targets: readonly ObjectNamed<Kind>[],
  flags: WriteFlags,
  decide: Decisions<Kind>,
): Promise<readonly Changed[]> {
  const { results, errors } = await each(targets, (target) =>
    change(cluster, target, flags.dryRun !== undefined, decide[target.kind]),
  );
  tellChanges(results, flags);
  throwRefused(errors);
  return results;
}
