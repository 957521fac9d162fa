/** `convoy create|status|watch`: a batch of beads, and how far it is. */
import type { Command } from "commander";
import { z } from "zod";
import { ConfigError, type Environment } from "../../settings/index.ts";
import { convoyGlance, explainBeads, type BeadExplained } from "../../explain/index.ts";
import { createObject } from "../../kube/index.ts";
import { print } from "../output.ts";
import { bar } from "./bar.ts";
import { checkBead } from "./bead-id.ts";
import { FIELD_MANAGER } from "./change.ts";
import { addClusterFlags, clusterFlags, inCluster, type Cluster, type ClusterFlags } from "./cluster.ts";
import { watchConvoy } from "./convoy-watch.ts";
import { find, listable } from "./find.ts";
import { heldResource, type Held } from "./held.ts";
import { objectName } from "./object-name.ts";
import { listText, objectsText } from "./output-format.ts";
import { coloured } from "./phase-colour.ts";
import { addReadFlags, readFlags, readFormat, type ReadFlags } from "./read-flags.ts";
import { createScreen, type Screen } from "./screen.ts";
import { ServerError } from "./server-error.ts";
import { surroundings } from "./surroundings.ts";
import { convoyRow } from "./status-text.ts";
import { addWriteFlags, checkWriteFlags, tellChanges, writeFlags } from "./write-flags.ts";

const HELP = `
  kubectl gastown convoy create first-release al-1r3 be-nmj --notify mayor/
  kubectl gastown convoy status
  kubectl gastown convoy status first-release
  kubectl gastown convoy watch first-release
`;

export function addConvoy(program: Command, environment: Environment): void {
  const convoy = program
    .command("convoy")
    .description("batches of beads: create, status, watch")
    .addHelpText("after", HELP);
  addCreate(convoy, environment);
  const status = convoy
    .command("status")
    .description("how far convoys are; of one that is named, who has each bead")
    .argument("[convoy]", "name of the Convoy; all without it");
  addReadFlags(status, "namespace of the convoys (the context's, or default)").action(
    async (text: string | undefined, given: unknown) => {
      const flags = z.object(readFlags).parse(given);
      readFormat(flags);
      const named = text === undefined ? undefined : objectName(text, ["Convoy"]);
      await inCluster(flags, environment, async (cluster) => {
        const screen = createScreen(process.stdout, environment);
        if (named === undefined) return tellAll(cluster, flags, screen);
        await tellOne(cluster, await find(cluster, named), flags, screen);
      });
    },
  );
  const watch = convoy
    .command("watch")
    .description("a line for each change, until all beads are closed")
    .argument("<convoy>", "name of the Convoy");
  addClusterFlags(watch, "namespace of the convoy (the context's, or default)").action(
    async (text: string, given: unknown) => {
      const flags: ClusterFlags = z.object(clusterFlags).parse(given);
      const named = objectName(text, ["Convoy"]);
      await inCluster(flags, environment, async (cluster) => {
        const screen = createScreen(process.stdout, environment);
        await watchConvoy(cluster, await find(cluster, named), screen);
      });
    },
  );
}

function addCreate(convoy: Command, environment: Environment): void {
  const create = convoy
    .command("create")
    .description("follow beads until all are closed")
    .argument("<name>", "name of the Convoy, such as first-release")
    .argument("<bead...>", "1 to 500 beads, of any rig")
    .option("--description <text>", "what the batch is for (its name)")
    .option("--notify <address>", "who gets a mail when all are closed, such as mayor/ (nobody)")
    .option("--rig <name>", "a Rig that has to be usable first (none)");
  addWriteFlags(create, "namespace of the Convoy").action(
    async (text: string, beads: readonly string[], given: unknown) => {
      const word = z.string().optional();
      const flags = z.object({ ...writeFlags, description: word, notify: word, rig: word }).parse(given);
      checkWriteFlags(flags);
      for (const bead of beads) checkBead(bead);
      const { name, namespace } = objectName(text, ["Convoy"]);
      if (namespace !== undefined) throw new ConfigError("name the namespace with --namespace");
      const spec = {
        description: flags.description ?? name,
        // A bead that is named twice is one bead.
        trackedBeads: [...new Set(beads)],
        ...(flags.notify !== undefined && { notifyOnComplete: flags.notify }),
        ...(flags.rig !== undefined && { rigRef: flags.rig }),
      };
      await inCluster(flags, environment, async (cluster) => {
        const object = { metadata: { name, namespace: cluster.namespace }, spec };
        const write = { fieldManager: FIELD_MANAGER, dryRun: flags.dryRun !== undefined };
        const made = await createObject(cluster.api, heldResource("Convoy"), object, write);
        if (made.outcome === "exists") {
          throw new ServerError("AlreadyExists", alreadyThere(name, cluster.namespace));
        }
        tellChanges([{ kind: "Convoy", held: made.object, done: "created", note: undefined }], flags);
      });
    },
  );
}

function alreadyThere(name: string, namespace: string): string {
  return `convoys.gastown.gastown.io "${name}" already exists: choose another name, or see it by \`kubectl gastown convoy status ${namespace}/${name}\``;
}

async function tellAll({ api, namespace }: Cluster, flags: ReadFlags, screen: Screen): Promise<void> {
  const held = await listable(api, "Convoy", namespace);
  if (held === null) throw new ServerError("Forbidden", `you may not list convoys in namespace ${namespace}`);
  const format = readFormat(flags);
  if (format !== undefined && format !== "wide") {
    print(
      listText(
        held.map((one) => ({ kind: "Convoy" as const, ...one })),
        format,
      ),
    );
    return;
  }
  if (held.length === 0) {
    screen.line(`No convoys in namespace ${namespace}.`);
    return;
  }
  const titles = ["NAME", "PROGRESS", "PHASE", "SINCE"];
  const rows = held.map(({ shown }) => convoyRow(convoyGlance(shown), { now: Date.now() }));
  if (format !== "wide") {
    screen.table(titles, rows);
    return;
  }
  screen.table(
    [...titles, "DESCRIPTION"],
    rows.map((row, at) => [...row, held[at]?.shown.spec.description ?? ""]),
  );
}

async function tellOne(cluster: Cluster, held: Held, flags: ReadFlags, screen: Screen): Promise<void> {
  const format = readFormat(flags);
  if (format !== undefined && format !== "wide") {
    print(objectsText([{ kind: "Convoy", ...held }], format));
    return;
  }
  const { name, description, phase, closed, beads } = convoyGlance(held.shown);
  screen.words(0, { text: name, colour: "bold" }, ` ${description === name ? "" : description}`);
  screen.line("  ", bar(closed, beads), "  ", coloured(phase, phase));
  for (const bead of held.shown.status?.completedBeads ?? []) screen.line("  ", bead, ": closed");
  for (const bead of explainBeads(held.shown, await surroundings(cluster))) tellBead(bead, screen);
}

function tellBead({ bead, polecat, message }: BeadExplained, screen: Screen): void {
  screen.words(2, `${bead}: ${polecat === null ? "" : `polecat ${polecat}, `}${message}`);
}
