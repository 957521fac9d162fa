import { expect, test } from "vitest";
import { readOptions, UsageError } from "../../bench/peer/options.ts";

const NEEDED = ["--polecats", "20", "--rigs", "2", "--latency", "50"];

test("the bench takes what its usage says, and has defaults for the rest", () => {
  expect(readOptions([...NEEDED, "--end", "--convoys", "3", "--operator", "other --flag"])).toMatchObject({
    polecats: 20,
    rigs: 2,
    latency: 50,
    end: true,
    convoys: 3,
    operator: "other --flag",
    reactions: 5,
    steady: 60,
    restart: false,
    "gt-version": "1.0.1",
  });
});

test.for([
  ["a number that is missing", ["--polecats", "20", "--rigs", "2"], /whole number.*latency/s],
  ["a number that is none", [...NEEDED, "--steady", "soon"], /whole number.*steady/s],
  ["a version that the stub does not speak", [...NEEDED, "--gt-version", "0.9"], /1\.0\.1.*gt-version/s],
  ["an option that is unknown", [...NEEDED, "--fast"], /--fast/],
  ["more rigs than polecats", [...NEEDED, "--rigs", "21"], /less than --rigs/],
  ["more polecats than a Rig may have", [...NEEDED, "--polecats", "201"], /100 polecats: give more --rigs/],
] as const)("the bench refuses %s, and says which", ([, argv, words]) => {
  expect(() => readOptions(argv)).toThrow(UsageError);
  expect(() => readOptions(argv)).toThrow(words);
});
