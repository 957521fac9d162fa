/** `completion SHELL`: what a shell reads at its start in order to ask for candidates. */
import type { Command } from "commander";
import { ConfigError } from "../../../settings/index.ts";
import { didYouMean } from "../../nearest.ts";

const BASH = String.raw`_gastown_operator() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :*) ;;
      *) COMPREPLY+=("${"$"}{line%%$'\t'*}") ;;
    esac
  done < <(gastown-operator __complete "${"$"}{COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _gastown_operator gastown-operator
`;

const ZSH = String.raw`#compdef gastown-operator
_gastown_operator() {
  local -a candidates
  local line
  while IFS= read -r line; do
    [[ "$line" == :* ]] && continue
    candidates+=("${"$"}{${"$"}{line%%$'\t'*}//:/\\:}:${"$"}{line#*$'\t'}")
  done < <(gastown-operator __complete "${"$"}{(@)words[2,CURRENT]}" 2>/dev/null)
  _describe 'gastown-operator' candidates
}
compdef _gastown_operator gastown-operator
`;

const FISH = String.raw`complete -c gastown-operator -f -a \
  '(gastown-operator __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null | string match -v ":*")'
`;

const SCRIPTS: Readonly<Record<string, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

const HELP = `
kubectl completes kubectl gastown by itself, with kubectl_complete-gastown on
the PATH beside kubectl-gastown; the npm package brings both.

  source <(gastown-operator completion bash)
`;

export function addCompletion(program: Command): void {
  program
    .command("completion")
    .description("completion of gastown-operator for bash, zsh or fish")
    .argument("<shell>", Object.keys(SCRIPTS).join(", "))
    .addHelpText("after", HELP)
    .action((shell: string) => {
      const script = SCRIPTS[shell];
      const known = Object.keys(SCRIPTS);
      if (script === undefined) {
        throw new ConfigError(
          `there is no completion for ${JSON.stringify(shell)}: it takes ${known.join(", ")}${didYouMean(shell, known)}`,
        );
      }
      process.stdout.write(script);
    });
}
