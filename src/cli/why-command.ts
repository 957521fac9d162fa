/** The options of `why`, and its help. */
import type { Command } from "commander";
import { z } from "zod";
import type { Environment } from "../settings/index.ts";
import { checkJournalPlace } from "../host/index.ts";
import { checkNamespace } from "./flag-values.ts";
import { print } from "./output.ts";
import { inCluster } from "./plugin/cluster.ts";
import { dataText } from "./plugin/output-format.ts";
import { addReadFlags, readFlags, readFormat } from "./plugin/read-flags.ts";
import { createScreen } from "./plugin/screen.ts";

const FORMATS = ["json", "yaml"] as const;

const flagsSchema = z.object({ ...readFlags, journal: z.string().optional() });

const HELP = `
It reads the resource's status and nothing else, so whoever may run kubectl get
may run it. With a journal it also says since when exactly, how the resource
came here, and what was tried.

  gastown-operator why nux
  gastown-operator why team-a/nux
  gastown-operator why rig/alpha -o yaml
  gastown-operator why convoy/wave -n team-a --journal ~/.gastown-operator
`;

export function addWhy(program: Command, environment: Environment): void {
  const command = program
    .command("why")
    .description("why a resource is in its state, what it waits for, and what you can do")
    .argument(
      "<name>",
      "such as nux, team-a/nux, polecat/team-a/nux, convoy/wave or rig/alpha; pc/nux does, too",
    );
  addReadFlags(command, "namespace of the resource (the context's, or default)", FORMATS)
    .option("--journal <path>", "the --data-dir of its operator, or one file of its journal")
    .addHelpText("after", HELP)
    .exitOverride()
    .action(async (text: string, given: unknown) => {
      // Not before it is asked for: `run` loads nothing of it.
      const { explanationText } = await import("../explain/index.ts");
      const { anyObjectName } = await import("./plugin/object-name.ts");
      const flags = flagsSchema.parse(given);
      // What is wrong with the arguments is reported before any cluster is looked for.
      const format = readFormat(flags, FORMATS);
      const named = anyObjectName(text);
      checkNamespace(flags.namespace);
      if (flags.journal !== undefined) checkJournalPlace(flags.journal);
      const { why } = await import("./why.ts");
      const explained = await inCluster(flags, environment, (cluster) => why(cluster, named, flags.journal));
      const { columns } = createScreen(process.stdout, environment);
      print(
        format === "json" || format === "yaml"
          ? dataText(explained, format)
          : explanationText(explained, columns),
      );
    });
}
