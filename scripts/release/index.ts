/**
 * scripts/release/: what makes and publishes a release, step by step, so that each step runs and is tested on any machine.
 *
 * In: the checkout, with the version in package.json and the project's place in the chart's `home`; what earlier
 * steps made. Out: files in one folder, and with the publish steps the image, the chart, the package and the manifest at
 * their places. .github/workflows/ only calls the steps.
 */
export { pack } from "./pack.ts";
export { packLibrary } from "./pack-library.ts";
export type { Packed } from "./pack-tree.ts";
export { isMissing, missingProgram } from "./programs.ts";
export { placeOf } from "./place.ts";
export type { Release } from "./release.ts";
export { STEPS } from "./steps.ts";
export { versionOf, versionProblems, releaseProblems } from "./versions.ts";
