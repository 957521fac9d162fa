import { expect, test } from "vitest";
import { UsageError } from "../../bench/peer/options.ts";
import { readOptions } from "../../bench/scale/options.ts";

test("a bench of scale has ten thousand polecats in five towns unless told otherwise", () => {
  expect(readOptions([])).toMatchObject({ polecats: 10_000, rigs: 100, towns: 5 });
});

test.each([
  ["rigs that do not come out even in the towns", ["--rigs", "7", "--towns", "2", "--polecats", "70"]],
  ["polecats that do not come out even in the rigs", ["--polecats", "101", "--rigs", "10", "--towns", "5"]],
  ["more polecats than a Rig takes", ["--polecats", "1010", "--rigs", "10", "--towns", "5"]],
  ["a word for a number", ["--polecats", "many"]],
  ["an option that is not known", ["--speed", "1"]],
])("a bench of scale refuses %s", (_what, argv) => {
  expect(() => readOptions(argv)).toThrow(UsageError);
});
