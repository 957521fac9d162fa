/** Commands by the words that gt, kubectl and habit have for them. What is merely mistyped, Commander finds by itself. */
import type { ProgramName } from "./program-name.ts";

/** What looks alike is not what is meant: `take` is no `nuke`. */
const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  status: ["get", "list", "ls", "ps", "top"],
  "why KIND/NAME": ["describe", "explain", "show"],
  "sling BEAD RIG": ["assign", "give", "work"],
  "stop POLECAT": ["idle", "finish"],
  "stop POLECAT --terminate": ["nuke", "kill", "terminate", "end", "delete", "rm", "remove", "destroy"],
  "stop rig/NAME": ["pause", "park", "dock"],
  "resume NAME": ["unpause", "continue", "start", "unpark", "undock"],
  "take NAME": ["adopt", "manage"],
  "release NAME": ["observe", "orphan"],
  "logs POLECAT": ["peek", "attach", "tail"],
  "events -f": ["watch", "feed", "follow"],
  "inspect --open": ["ui", "dashboard", "open", "web"],
};

/** Those that bring an operator, or need a shell, come by the one name only. */
const OF_OPERATOR = ["run", "local", "demo", "init", "replay", "completion"];

/** What to type for a word that is no command; null where nobody knows. */
export function commandMeant(word: string, name: ProgramName): string | null {
  if (name !== "gastown-operator" && OF_OPERATOR.includes(word))
    return `it is one of gastown-operator: \`gastown-operator ${word}\``;
  const found = Object.entries(OTHER_WORDS).find(([, words]) => words.includes(word.toLowerCase()));
  return found === undefined ? null : `what it asks for may be \`${name} ${found[0]}\``;
}
