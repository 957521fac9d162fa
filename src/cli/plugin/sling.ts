/** `sling BEAD RIG`: a Polecat that asks for a bead, under a name that a second try finds again. */
import type { Command } from "commander";
import { z } from "zod";
import { ConfigError, type Environment } from "../../settings/index.ts";
import { MERGE_STRATEGIES } from "../../grammar/index.ts";
import { condition, type Shown } from "../../explain/index.ts";
import { createObject, isApiError } from "../../kube/index.ts";
import { complain } from "../output.ts";
import { FIELD_MANAGER, type Changed } from "./change.ts";
import { checkBead } from "./bead-id.ts";
import { inCluster, type Cluster } from "./cluster.ts";
import { find, listable } from "./find.ts";
import { heldResource, type Held } from "./held.ts";
import { objectName, type Named } from "./object-name.ts";
import { RefusalError } from "./refusal.ts";
import { addWaitFlags, isSeen, reasonOf, untilDone, waitFlags, waitMs, type Verdict } from "./waiting.ts";
import { addWriteFlags, checkWriteFlags, tellChanges, writeFlags } from "./write-flags.ts";

const flagsSchema = z.object({
  ...writeFlags,
  ...waitFlags,
  name: z.string().optional(),
  args: z.string().optional(),
  agent: z.string().optional(),
  baseBranch: z.string().optional(),
  merge: z.string().optional(),
});

type SlingFlags = z.infer<typeof flagsSchema>;

const HELP = `
It makes a Polecat resource, named after the bead, whose spec asks for the work;
the operator slings. The same command again changes nothing.

  kubectl gastown sling al-1r3 alpha --wait
  kubectl gastown sling al-1r3 alpha --args "only the parser"
  kubectl gastown sling al-1r3 alpha -n team-a --dry-run=server -o yaml
`;

export function addSling(program: Command, environment: Environment): void {
  const command = program
    .command("sling")
    .description("give a bead to a polecat of a rig")
    .argument("<bead>", "such as al-1r3")
    .argument("<rig>", "name of the Rig, such as alpha");
  addWriteFlags(command, "namespace of the Polecat")
    .option("--name <name>", "name of the Polecat resource (made of the bead's id)")
    .option("--args <text>", "instructions for the agent")
    .option("--agent <name>", "the town's agent to run (the town's default)")
    .option("--base-branch <name>", "branch to begin from (the rig's)")
    .option("--merge <how>", `how finished work is merged: ${MERGE_STRATEGIES.join(", ")} (the rig's)`);
  addWaitFlags(command, "wait until a polecat works on it")
    .addHelpText("after", HELP)
    .action(async (bead: string, rigText: string, given: unknown) => {
      const flags = flagsSchema.parse(given);
      checkWriteFlags(flags);
      checkBead(bead);
      const forMs = waitMs(flags);
      const rig = objectName(rigText, ["Rig"]);
      const name = objectName(flags.name ?? nameFor(bead), ["Polecat"]);
      await inCluster(flags, environment, async (cluster) => {
        await lookAtRig(cluster, rig);
        await warnOfOthers(cluster, bead, name.name);
        const changed = await sling(cluster, { bead, rig: rig.name, name: name.name }, flags);
        tellChanges([changed], flags);
        if (!flags.wait || flags.dryRun !== undefined) return;
        await untilDone(cluster, "Polecat", [changed.held], forMs, (shown) => verdict(shown, bead));
      });
    });
}

/** @throws ConfigError where the bead's id makes no name. */
function nameFor(bead: string): string {
  const name = bead
    .toLowerCase()
    .replaceAll("_", "-")
    .replaceAll(/^[-.]+/g, "");
  if (/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name)) return name;
  throw new ConfigError(`no name of a resource can be made of ${JSON.stringify(bead)}: give one with --name`);
}

/** A mistyped rig is told at once; whoever may not see Rigs may still sling. */
async function lookAtRig(cluster: Cluster, rig: Named): Promise<void> {
  try {
    await find(cluster, rig);
  } catch (error) {
    if (!isApiError(error, 403)) throw error;
  }
}

async function warnOfOthers({ api, namespace }: Cluster, bead: string, name: string): Promise<void> {
  const all = (await listable(api, "Polecat", undefined)) ?? (await listable(api, "Polecat", namespace));
  const other = all?.find(
    ({ shown: { metadata, spec } }) =>
      spec.beadID === bead &&
      spec.desiredState === "Working" &&
      !(metadata.name === name && metadata.namespace === namespace),
  )?.shown.metadata;
  if (other === undefined) return;
  complain(
    `Warning: polecat ${other.namespace ?? ""}/${other.name} asks for ${bead} already, and the older one gets it`,
  );
}

interface Asked {
  readonly bead: string;
  readonly rig: string;
  readonly name: string;
}

async function sling(cluster: Cluster, { bead, rig, name }: Asked, flags: SlingFlags): Promise<Changed> {
  const { args, agent, baseBranch, merge } = flags;
  const options = Object.fromEntries(
    Object.entries({ args, agent, baseBranch, merge }).filter(([, value]) => value !== undefined),
  );
  const spec = {
    rig,
    desiredState: "Working",
    beadID: bead,
    ...(Object.keys(options).length > 0 && { sling: options }),
  };
  const metadata = { name, namespace: cluster.namespace };
  const write = { fieldManager: FIELD_MANAGER, dryRun: flags.dryRun !== undefined };
  const made = await createObject(cluster.api, heldResource("Polecat"), { metadata, spec }, write);
  if (made.outcome === "created")
    return { kind: "Polecat", held: made.object, done: "slung", note: undefined };
  const held = await find(cluster, { kind: "Polecat", name, namespace: undefined });
  checkSame(held, { bead, rig, name });
  return { kind: "Polecat", held, done: "unchanged", note: reasonOf(held.shown, "Ready") };
}

/** @throws RefusalError where the name stands for other work. */
function checkSame({ shown: { metadata, spec } }: Held, { bead, rig, name }: Asked): void {
  if (spec.beadID === bead && spec.rig === rig && spec.desiredState === "Working") return;
  const place = `-n ${metadata.namespace ?? "default"}`;
  const has = `rig ${spec.rig ?? "?"}, bead ${spec.beadID ?? "none"}, desiredState ${spec.desiredState ?? "Idle"}`;
  const way =
    spec.rig === rig
      ? `let it work on this bead with kubectl gastown resume ${name} --bead ${bead} ${place}, or choose`
      : "choose";
  throw new RefusalError(`polecat/${name} is there already (${has}): ${way} another name with --name`);
}

function verdict(shown: Shown, bead: string): Verdict {
  const { status } = shown;
  const words = reasonOf(shown, "Ready");
  if (!isSeen(shown)) return { outcome: "waiting", words: "an operator that watches it" };
  if (status?.phase === "Working" && status.assignedBead === bead) {
    return {
      outcome: "done",
      words: `works on ${bead} as ${shown.spec.rig ?? "?"}/${status.polecatName ?? "?"}`,
    };
  }
  const ready = condition(shown, "Ready");
  if (status?.phase === "Idle" && ready?.reason === "BeadClosed") return { outcome: "done", words };
  if (status?.phase === "Failed" || condition(shown, "Stalled")?.status === "True") {
    return { outcome: "failed", words: `gets no work: ${words}` };
  }
  return { outcome: "waiting", words };
}
