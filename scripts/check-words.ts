/**
 * Checks that words which were renamed to standard ones do not come back, in code, comments, pages and names of files.
 * docs/glossary.md has the words that there are. Fails when it saw no file: then it sees no word either.
 */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

interface Gone {
  readonly word: RegExp;
  readonly standard: string;
  /** The paths in which it means what it meant; elsewhere it may be plain English. */
  readonly under: RegExp;
}

const EVERYWHERE = /^/;
/** Not where journals and snapshots from before are read. */
const TODAY = /^(?!src\/kinds\/(?:\w+\/upcasts|persisted\/)|test\/kinds\/(?:old-names|snapshots))/;
const SIMULATION = /^test\/sim\//;

const GONE: readonly Gone[] = [
  { word: /hindrance/i, standard: "blocker", under: EVERYWHERE },
  { word: /onlooker/i, standard: "observer", under: EVERYWHERE },
  { word: /clearance/i, standard: "fencing barrier", under: EVERYWHERE },
  { word: /offerAgain/i, standard: "resync", under: EVERYWHERE },
  { word: /mendJournal/i, standard: "retryJournal", under: EVERYWHERE },
  { word: /\bfurnish/i, standard: "bootstrap", under: EVERYWHERE },
  { word: /wish/i, standard: "desired, or what the spec asks for", under: TODAY },
  { word: /obstacle/i, standard: "blocker", under: TODAY },
  { word: /(?<![a-z])lapses?(?![a-z])|Lapse/, standard: "unresponsive", under: TODAY },
  {
    word: /(?<![a-z])standing|Standing/,
    standard: "availability, target state, category or outcome",
    under: EVERYWHERE,
  },
  { word: /patience/i, standard: "timeout, deadline or retryFor", under: EVERYWHERE },
  { word: /createLooks|\bLooks\b/, standard: "poll schedule", under: /^src\/operator\// },
  { word: /\blets? go of\b/i, standard: "releases", under: EVERYWHERE },
  { word: /leads no more/, standard: "lost leadership", under: EVERYWHERE },
  { word: /lifeless|revived?\b/i, standard: "unresponsive, recovered", under: EVERYWHERE },
  { word: /\btoo dear\b/i, standard: "too expensive", under: EVERYWHERE },
  // Not as the label of an event: by it the seed orders what happens at one moment, so known seeds need the old one.
  { word: /(?<![a-z`])deeds?(?![a-z])|Deed/, standard: "action", under: SIMULATION },
  { word: /(?:Gt|Api|Watch)Trouble|(?<![a-z])troubles(?![a-z])/, standard: "fault", under: SIMULATION },
  { word: /createHands|CHANGE_OF_HANDS/, standard: "holdings", under: SIMULATION },
  { word: /createSigns|(?<![a-z])signs\.ts/, standard: "health signals", under: SIMULATION },
];

const FILES = "{src,machines,packages,test,scripts,bench,docs,inspector-ui/src}/**/*.{ts,tsx,css,md}";
/** Those have the words to tell of them. */
const OWN = ["scripts/check-words.ts", "test/docs/words.test.ts", "CHANGELOG.md"];

const root = process.argv[2] ?? path.join(import.meta.dirname, "..");

/** @returns a line for each place of a word that is gone. */
function found(file: string): readonly string[] {
  const words = GONE.filter(({ under }) => under.test(file));
  // A file's own name is its line 0.
  return [file, ...readFileSync(path.join(root, file), "utf8").split("\n")].flatMap((line, number) =>
    words.flatMap(({ word, standard }) => {
      const [hit] = word.exec(line) ?? [];
      return hit === undefined ? [] : [`${file}:${number}: "${hit}" is "${standard}" now`];
    }),
  );
}

const files = globSync([FILES, "*.md"], { cwd: root }).filter((file) => !OWN.includes(file));
const problems = files.flatMap(found);
for (const problem of problems) console.error(problem);
console.log(`words: ${files.length} files, ${problems.length} that are gone`);
process.exitCode = files.length === 0 || problems.length > 0 ? 1 : 0;
