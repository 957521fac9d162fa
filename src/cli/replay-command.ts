/** The options of `replay`, and its help. */
import { Option, type Command } from "commander";
import { z } from "zod";
import { complain, isOutputClosed, OUTPUT_CLOSED_EXIT_CODE, print } from "./output.ts";

const flagsSchema = z.object({
  actor: z.string().optional(),
  at: z.string().optional(),
  trace: z.string().optional(),
  json: z.boolean().default(false),
  check: z.boolean().default(false),
});

const HELP = `
Each line is one record: its number, its time, the actor, the event and what
caused it, the states before and after, the reason, and in brackets what the
operator set out to do. Nothing is carried out again.

  gastown-operator replay ~/.gastown-operator --actor polecat/default/nux
  gastown-operator replay ~/.gastown-operator --at 2026-05-01T12:00:00Z
  gastown-operator replay ~/.gastown-operator --check && echo "decides the same"
`;

export function addReplay(program: Command): void {
  program
    .command("replay")
    .description("replay a journal: what each actor was, what it decided, and why")
    .argument("<journal>", "the --data-dir of an operator, or one file of its journal")
    .option("--actor <kind/namespace/name>", "only this actor, such as polecat/default/nux or rig/alpha")
    .option("--at <time|number>", "where each actor stood at a time, or after the record of this number")
    .addOption(
      new Option("--trace <id>", "only what one cause led to: its id stands in each line").conflicts("at"),
    )
    .option("--json", "one JSON object a line")
    .addOption(
      new Option(
        "--check",
        "hold the replay against what was recorded; exit 1 at the first difference, and name it",
      ).conflicts(["actor", "at", "trace"]),
    )
    .addHelpText("after", HELP)
    .exitOverride()
    .action(async (journal: string, flags: unknown) => {
      const { replay } = await import("./replay.ts");
      const exitCode = await replay(journal, flagsSchema.parse(flags), {
        out: print,
        error: complain,
        isClosed: isOutputClosed,
      });
      process.exitCode = isOutputClosed() ? OUTPUT_CLOSED_EXIT_CODE : exitCode;
    });
}
