/** A folder of this process alone, for credentials, an index and git's home: gone when it ends, or with its container. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { settingsText, type GitHome } from "./git-settings.ts";

export interface OwnFolder extends GitHome {
  remove(): void;
}

/** @param parent such as the system's folder for temporary files. */
export function openOwnFolder(parent: string): OwnFolder {
  const folder = mkdtempSync(path.join(parent, "gastown-git-"));
  const settingsFile = path.join(folder, "gitconfig");
  writeFileSync(settingsFile, settingsText());
  return { folder, settingsFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
