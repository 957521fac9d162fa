import { describe, expect, it } from "vitest";
import { executeOutside } from "../src/engine.ts";
import type { Answer } from "../src/answer.ts";
import type { GtVersion } from "../src/index.ts";
import { transcripts, type Transcript } from "../src/transcripts.ts";
import { run, townOf } from "./given.ts";
import { normalJson, normalLines } from "./normal.ts";
import { IN_1_2_1 } from "./situations/gt-1.2.1.ts";
import { EXCLUDED, OUTSIDE_TOWN, SITUATIONS, WORDS } from "./situations/index.ts";

const ALL = transcripts();
const LATER = transcripts("1.2.1");
const IN_FOLDER = "1.2.1/";

/** A transcript keeps its argv as one line; where a word has spaces, the situation says how it is cut. */
function argvOf({ name, argv }: Transcript): readonly string[] {
  const words = WORDS[name];
  if (words === undefined) return argv.split(" ");
  expect(words.join(" ")).toBe(argv);
  return words;
}

function answerTo(transcript: Transcript): Answer {
  const [program, ...argv] = argvOf(transcript);
  const executed = program === "bd" ? "bd" : "gt";
  if (OUTSIDE_TOWN.has(transcript.name)) return executeOutside(executed, argv);
  const [version, name] = versionOf(transcript);
  const given = (version === "1.0.1" ? SITUATIONS : IN_1_2_1)[name];
  if (given === undefined) throw new Error(`${transcript.name} has no situation: add one to situations/`);
  return run(townOf(version, ...given), executed, argv);
}

function versionOf({ name }: Transcript): readonly [GtVersion, string] {
  return name.startsWith(IN_FOLDER) ? ["1.2.1", name.slice(IN_FOLDER.length)] : ["1.0.1", name];
}

function isExcluded(transcript: Transcript): boolean {
  return EXCLUDED[versionOf(transcript)[1]] !== undefined;
}

interface Parts {
  readonly lines: readonly string[];
  readonly json: unknown;
}

/** Lines before the JSON, as `polecat stale` has them, and the JSON; or lines only. */
function partsOf(text: string, isStderr: boolean): Parts {
  const start = /^[[{]|^null$/m.exec(text)?.index;
  if (start !== undefined) {
    try {
      const json = normalJson(JSON.parse(text.slice(start)));
      return { lines: normalLines(text.slice(0, start), isStderr), json };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return { lines: normalLines(text, isStderr), json: undefined };
}

const shapeOf = ({ exitCode, stdout, stderr }: Answer): unknown => ({
  exitCode,
  stdout: partsOf(stdout, false),
  stderr: partsOf(stderr, true),
});

describe("the simulated gt in the situation of a transcript", () => {
  const answered = [...ALL, ...LATER].filter((one) => !isExcluded(one));

  it.each(answered.map((transcript) => [transcript.name, transcript] as const))(
    "answers as the real one did: %s",
    (_name, transcript) => {
      expect(shapeOf(answerTo(transcript))).toEqual(shapeOf(transcript));
    },
  );

  it("is asked about every transcript and about nothing else", () => {
    const described = [...Object.keys(SITUATIONS), ...OUTSIDE_TOWN, ...Object.keys(EXCLUDED)];
    expect(described.toSorted()).toEqual(ALL.map(({ name }) => name).toSorted());
    const later = Object.keys(IN_1_2_1).map((name) => `${IN_FOLDER}${name}`);
    const asked = LATER.filter((one) => !isExcluded(one));
    expect(later.toSorted()).toEqual(asked.map(({ name }) => name).toSorted());
  });
});
