/** `drain RIG`: its polecats finish what they have and take no more. */
import type { Command } from "commander";
import { z } from "zod";
import { ConfigError, type Environment } from "../../settings/index.ts";
import type { Shown } from "../../explain/index.ts";
import { listObjects } from "../../kube/index.ts";
import { complain } from "../output.ts";
import { change, type Changed } from "./change.ts";
import { inCluster, type Cluster } from "./cluster.ts";
import { stopping } from "./decisions.ts";
import { each, throwRefused } from "./each.ts";
import { find } from "./find.ts";
import { heldResource, type Held } from "./held.ts";
import { objectName } from "./object-name.ts";
import { addWaitFlags, isSeen, reasonOf, untilDone, waitFlags, waitMs, type Verdict } from "./waiting.ts";
import { addWriteFlags, checkWriteFlags, tellChanges, writeFlags } from "./write-flags.ts";

const HELP = `
It sets spec.desiredState of each Polecat of the rig to Idle, or to Terminated
with --terminate: a bead in work is finished, what waits is not slung. Polecats
that are only observed, or have ended, are named and left alone. New ones may
still be made; stop rig/NAME keeps them from work.

  kubectl gastown drain alpha --wait
  kubectl gastown drain alpha --terminate --dry-run=server
`;

export function addDrain(program: Command, environment: Environment): void {
  const command = program
    .command("drain")
    .description("let all polecats of a rig finish and take no more")
    .argument("<rig>", "name of the Rig, such as alpha");
  addWriteFlags(command, "only Polecats of this namespace; all without it").option(
    "--terminate",
    "ask for the end of the polecats, too",
  );
  addWaitFlags(command, "wait until none is at work; with --terminate, until all have ended")
    .addHelpText("after", HELP)
    .action(async (text: string, given: unknown) => {
      const flags = z
        .object({ ...writeFlags, ...waitFlags, terminate: z.boolean().default(false) })
        .parse(given);
      checkWriteFlags(flags);
      const forMs = waitMs(flags);
      const rig = objectName(text, ["Rig"]);
      if (flags.wait && flags.dryRun !== undefined) throw new ConfigError("--wait waits for no dry run");
      await inCluster(flags, environment, async (cluster) => {
        await find(cluster, rig);
        const managed = await managedPolecats(cluster, rig.name);
        const { results, errors } = await each(managed, (held) => stop(cluster, held, flags));
        tellChanges(results, flags);
        if (results.length === 0) complain(`no Polecat of rig ${rig.name} asks for anything`);
        throwRefused(errors);
        if (!flags.wait) return;
        const targets = results.map(({ held }) => held);
        await untilDone(cluster, "Polecat", targets, forMs, (shown) => verdict(shown, flags.terminate));
      });
    });
}

async function managedPolecats({ api, asked }: Cluster, rig: string): Promise<readonly Held[]> {
  const all = await listObjects(api, heldResource("Polecat"), asked);
  const own = all.filter(({ shown }) => shown.spec.rig === rig);
  return own.filter(({ shown }) => {
    const reason = leftAlone(shown);
    if (reason !== null) complain(`polecat/${shown.metadata.name} ${reason}`);
    return reason === null;
  });
}

/** Why nothing is asked of it; null for one that may have something to finish. */
function leftAlone(shown: Shown): string | null {
  const { metadata, spec, status } = shown;
  if (spec.management === "Observe") {
    const place = metadata.namespace === "default" ? "" : `${metadata.namespace ?? ""}/`;
    return `is only observed, and left alone (\`kubectl gastown take ${place}${metadata.name}\`)`;
  }
  return status?.phase === "Terminated" && isSeen(shown) ? "has ended, and is left alone" : null;
}

async function stop(
  cluster: Cluster,
  { shown: { metadata } }: Held,
  flags: { readonly terminate: boolean; readonly dryRun?: "server" | undefined },
): Promise<Changed> {
  const named = { kind: "Polecat", name: metadata.name, namespace: metadata.namespace } as const;
  return change(cluster, named, flags.dryRun !== undefined, stopping(flags.terminate));
}

function verdict(shown: Shown, terminate: boolean): Verdict {
  const phase = shown.status?.phase;
  const isDone = terminate
    ? phase === "Terminated"
    : phase !== undefined && phase !== "Working" && phase !== "Pending";
  if (isSeen(shown) && isDone) return { outcome: "done", words: `is ${phase ?? ""}` };
  return { outcome: "waiting", words: reasonOf(shown, terminate ? "Terminating" : "Working") };
}
