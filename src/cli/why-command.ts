/** The options of `why`, and its help. */
import type { Command } from "commander";
import { z } from "zod";
import type { Environment } from "../config.ts";
import { checkJournalPlace } from "../host/index.ts";
import { checkNamespace } from "./flag-values.ts";
import { print } from "./output.ts";
import { addClusterFlags, clusterFlags, inCluster } from "./plugin/cluster.ts";

const flagsSchema = z.object({
  ...clusterFlags,
  journal: z.string().optional(),
  json: z.boolean().default(false),
});

const HELP = `
It reads the resource's status and nothing else, so whoever may run kubectl get
may run it. With a journal it also says since when exactly, how the resource
came here, and what was tried.

  gastown-operator why polecat/nux
  gastown-operator why convoy/wave -n team-a --journal ~/.gastown-operator
`;

export function addWhy(program: Command, environment: Environment): void {
  const command = program
    .command("why")
    .description("why a resource is in its state, what it waits for, and what you can do")
    .argument(
      "<kind/name>",
      "such as polecat/nux, polecat/team-a/nux, convoy/wave or rig/alpha; short names do, too",
    );
  addClusterFlags(command, "namespace of the resource (the context's, or default)")
    .option("--journal <path>", "the --data-dir of its operator, or one file of its journal")
    .option("--json", "the same as JSON")
    .addHelpText("after", HELP)
    .exitOverride()
    .action(async (subject: string, given: unknown) => {
      const flags = flagsSchema.parse(given);
      const { subjectOf, why } = await import("./why.ts");
      // What is wrong with the arguments is told before any cluster is looked for.
      const asked = subjectOf(subject);
      checkNamespace(flags.namespace);
      if (flags.journal !== undefined) checkJournalPlace(flags.journal);
      await inCluster(flags, environment, async (cluster) => print(await why(cluster, asked, flags)));
    });
}
