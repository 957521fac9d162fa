/** `status`: the town at a glance, from what whoever asks may list. */
import type { Command } from "commander";
import { z } from "zod";
import type { Environment } from "../../settings/index.ts";
import { glance, townNames, type Glance, type Shown } from "../../explain/index.ts";
import { complain, print } from "../output.ts";
import { readingOf, readTowns } from "../town-read.ts";
import { inCluster, type Cluster } from "./cluster.ts";
import { emptyNamespaceWords } from "./empty-namespace.ts";
import { listable } from "./find.ts";
import { fullName } from "./full-name.ts";
import type { VerbKind } from "./held.ts";
import { dataText } from "./output-format.ts";
import { addReadFlags, checkNoNamespace, readFlags, readFormat } from "./read-flags.ts";
import { RefusalError } from "./refusal.ts";
import { createScreen } from "./screen.ts";
import { tellGlance } from "./status-text.ts";

const HELP = `
Rigs, who works on what since when, convoys, and what needs a person: the
reason, and one command to type next.

  kubectl gastown status
  kubectl gastown status -n team-a -o wide
  kubectl gastown status -o json | jq '.needsPerson[].command'
`;

export function addStatus(program: Command, environment: Environment): void {
  const command = program.command("status").description("the town at a glance, and what needs a person");
  addReadFlags(command, "only this namespace; all without it that may be listed")
    .option("-A, --all-namespaces", "all namespaces, as without -n")
    .addHelpText("after", HELP)
    .action(async (given: unknown) => {
      const flags = z.object({ ...readFlags, allNamespaces: z.boolean().default(false) }).parse(given);
      if (flags.allNamespaces) checkNoNamespace(flags);
      const format = readFormat(flags);
      const now = Date.now();
      const { seen, emptyNamespace } = await inCluster(flags, environment, async (cluster) => {
        const found = await look(cluster, now);
        const isEmpty = found.polecats.length + found.convoys.length === 0;
        const { asked } = cluster;
        const words = asked !== undefined && isEmpty ? await emptyNamespaceWords(cluster, asked) : undefined;
        return { seen: found, emptyNamespace: words };
      });
      if (emptyNamespace !== undefined && format !== undefined && format !== "wide") complain(emptyNamespace);
      if (format === "json" || format === "yaml") {
        print(dataText(seen, format));
        return;
      }
      if (format === "name") {
        tellNames(seen);
        return;
      }
      tellGlance(seen, createScreen(process.stdout, environment), {
        ...{ isWide: format === "wide", now, emptyNamespace },
      });
    });
}

async function look(cluster: Cluster, now: number): Promise<Glance> {
  const [rigs, polecats, convoys] = await Promise.all([
    shown(cluster, "Rig"),
    shown(cluster, "Polecat"),
    shown(cluster, "Convoy"),
  ]);
  if (rigs === null && polecats === null && convoys === null) {
    throw new RefusalError(
      `you may list neither rigs nor polecats nor convoys, not in namespace ${cluster.namespace} either: choose another with -n`,
    );
  }
  const reads = await readTowns(cluster.api, cluster.namespace, now);
  const towns = townNames(rigs ?? [], reads.reads.keys()).map((name) => ({
    name,
    read: readingOf(reads, name),
  }));
  return glance({ rigs, polecats, convoys }, towns, now);
}

/** Of all namespaces, or of one's own where that is all one may see; null where not even that. */
async function shown({ api, asked, namespace }: Cluster, kind: VerbKind): Promise<readonly Shown[] | null> {
  const place = kind === "Rig" ? undefined : asked;
  const held =
    (await listable(api, kind, place)) ?? (kind === "Rig" ? null : await listable(api, kind, namespace));
  const byName = (one: Shown): string => `${one.metadata.namespace ?? ""}/${one.metadata.name}`;
  return (held ?? null)?.map((one) => one.shown).sort((a, b) => byName(a).localeCompare(byName(b))) ?? null;
}

function tellNames({ rigs, polecats, convoys }: Glance): void {
  for (const { name } of rigs) print(fullName("Rig", name));
  for (const { name } of polecats) print(fullName("Polecat", name));
  for (const { name } of convoys) print(fullName("Convoy", name));
}
