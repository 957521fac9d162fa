/** A data folder has one operator: two of `local` would each write their own objects and journal over the other's. */
import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { ConfigError } from "../settings/index.ts";
import { fileOf, troubleWith } from "@gastown/system";
import { claim } from "./claim.ts";

/** Of `local`, in a person's home. */
export const DATA_FOLDER = ".gastown-operator";

/** Makes the folder and those above it where they are missing. @throws ConfigError that names what keeps it from being made. */
export function makeDataFolder(dataDir: string): void {
  try {
    makeFolders(dataDir);
  } catch (error) {
    const folder = fileOf(error, dataDir);
    throw new ConfigError(
      `the data folder ${dataDir} cannot be made, ${troubleWith(folder, error)}; or choose another with --data-dir (GASTOWN_DATA_DIR)`,
      { cause: error },
    );
  }
}

/**
 * Not node's own recursive mkdir: that one never returns where the system answers ENOENT below a folder that is there, as
 * it does in /proc and in a working folder that was removed.
 */
function makeFolders(folder: string): void {
  if (isFolder(folder)) return;
  const parent = path.dirname(folder);
  if (!isFolder(parent) && parent !== folder) makeFolders(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it just now.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** @returns how to give it back. @throws ConfigError where another operator has it, or it cannot be made. */
export async function claimDataFolder(dataDir: string): Promise<() => Promise<void>> {
  makeDataFolder(dataDir);
  const release = await claim(dataDir, "claim");
  if (release !== null) return release;
  throw new ConfigError(
    `another operator uses ${dataDir}: stop it, or give this one a folder of its own with --data-dir (GASTOWN_DATA_DIR)`,
  );
}
