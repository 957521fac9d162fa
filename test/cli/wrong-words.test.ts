/** Words that habit types: commands of gt and kubectl, flags and kinds in other places. Nothing is done, and it is said what to type. */
import { expect, it } from "vitest";
import { CommandLine } from "./command-line.ts";

type Entry = "main.ts" | "kubectl-gastown.ts";

async function saidOf(entry: Entry, words: string): Promise<{ code: number | null; errors: string }> {
  const started = new CommandLine(words.split(" "), {}, entry);
  const { code } = await started.ended;
  return { code, errors: started.errors };
}

it.each([
  [
    "nuke parser",
    "unknown command 'nuke': what it asks for may be `kubectl gastown stop POLECAT --terminate`",
  ],
  ["get polecats", "unknown command 'get': what it asks for may be `kubectl gastown status`"],
  ["init", "unknown command 'init': it is one of gastown-operator: `gastown-operator init`"],
  ["statsu", "unknown command 'statsu' (Did you mean status?)"],
])("kubectl gastown %s: %s", async (words, said) => {
  expect(await saidOf("kubectl-gastown.ts", words)).toEqual({
    code: 1,
    errors: `error: ${said}; see --help\n`,
  });
});

it.each([
  ["-n team-a status", "-n stands behind the command that it is for: gastown-operator status -n team-a"],
  [
    "stop polecat parser",
    '"polecat parser" is two names: a kind and its name are written together, polecat/parser',
  ],
  ["why rig alpha -o json", '"rig alpha" is two names: a kind and its name are written together, rig/alpha'],
  ["help nowhere", 'there is no command "nowhere" to help with; see --help'],
  ["status extra", "too many arguments for 'status'. Expected 0 arguments but got 1: extra; see --help"],
])("gastown-operator %s: %s", async (words, said) => {
  expect(await saidOf("main.ts", words)).toEqual({ code: 2, errors: `gastown-operator: ${said}\n` });
});
