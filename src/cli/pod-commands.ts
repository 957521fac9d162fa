/** The commands of a polecat's pod: their options and their help. Nobody types them; a pod's template has them. */
import { Option, type Command } from "commander";
import type { Environment, Setting } from "../settings/index.ts";
import { CLONE_SETTINGS, WARDEN_SETTINGS } from "../settings/pods/index.ts";

const GROUP = "In pods:";

const CLONE_HELP = `
For an init container, before the agent's. It exits with 0 when the worktree is
there, with 1 when there is none, and with 2 when a flag is wrong; its
termination message says what it restored, or why it failed.

  gastown-operator clone --polecat nux --branch polecat/nux \\
    --remote git@host:town/repo.git --git-access /secrets/git
`;

const WARDEN_HELP = `
For a sidecar (an init container with restartPolicy Always), with the volumes of
clone. It exits with 0 when all of the work is on the remote, with 1 when
something is not or it could not begin, and with 2 when a flag is wrong; its
termination message says what.

  gastown-operator warden --git-access /secrets/git \\
    --remote git@host:town/repo.git
`;

export function addPodCommands(program: Command, environment: Environment): void {
  declared(
    program,
    "clone",
    "make a polecat's worktree, from its newest checkpoint if there is one",
    CLONE_SETTINGS,
  )
    .addHelpText("after", CLONE_HELP)
    .action(async (flags: Readonly<Record<string, unknown>>) => {
      const { clone } = await import("./clone.ts");
      process.exitCode = await clone(flags, environment);
    });
  declared(program, "warden", "save a polecat's work to the remote while its agent works", WARDEN_SETTINGS)
    .addHelpText("after", WARDEN_HELP)
    .action(async (flags: Readonly<Record<string, unknown>>) => {
      const { warden } = await import("./warden.ts");
      process.exitCode = await warden(flags, environment);
    });
}

function declared(
  program: Command,
  name: string,
  about: string,
  settings: Readonly<Record<string, Setting>>,
): Command {
  const command = program.command(name).description(about).helpGroup(GROUP).exitOverride();
  for (const { flag, argument, about: what, variable, fallback } of Object.values(settings)) {
    const known = fallback === undefined ? `(${variable})` : `(${variable}; default ${fallback})`;
    command.addOption(new Option(`--${flag} ${argument}`, `${what} ${known}`));
  }
  return command;
}
