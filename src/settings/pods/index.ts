/**
 * src/settings/pods/: the settings of `clone` and of `warden`, which run in a polecat's pod.
 *
 * In: their flags and variables. Out: `CloneSettings` and `WardenSettings` of src/warden/, checked.
 */
export { readCloneConfig, readWardenConfig } from "./config.ts";
export { CLONE_SETTINGS, WARDEN_SETTINGS } from "./settings.ts";
