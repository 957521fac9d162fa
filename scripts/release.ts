/**
 * One step of a release: `node scripts/release.ts STEP [--out FOLDER] [--print]`. With --print the programs that a step
 * would run are printed, and not run. Without a step it lists them.
 */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import { isMissing, missingProgram, placeOf, STEPS, versionOf, type Release } from "./release/index.ts";

const root = path.join(import.meta.dirname, "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string", default: path.join(root, "release") },
    print: { type: "boolean", default: false },
  },
});

const release: Release = {
  root,
  out: path.resolve(values.out),
  version: versionOf(root),
  place: placeOf(root),
  environment: process.env,
  run: (program, args, { folder = root, input } = {}) => {
    if (values.print) {
      console.log([program, ...args].join(" "));
      return;
    }
    try {
      execFileSync(program, args, {
        cwd: folder,
        input,
        stdio: [input === undefined ? "inherit" : "pipe", "inherit", "inherit"],
      });
    } catch (cause) {
      throw isMissing(cause) ? new Error(missingProgram(program), { cause }) : cause;
    }
  },
  say: (line) => console.log(line),
};

const [name] = positionals;
const step = Object.entries(STEPS).find(([known]) => known === name)?.[1];
if (step === undefined) {
  console.error(
    name === undefined ? "name a step:" : `there is no step ${JSON.stringify(name)}; the steps are:`,
  );
  for (const [known, { does }] of Object.entries(STEPS)) console.log(`${known.padEnd(16)} ${does}`);
  process.exitCode = 2;
} else {
  try {
    step.run(release);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
