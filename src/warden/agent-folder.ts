/**
 * The folder that the agent's container shares with the warden, made ready before it begins: the script that runs the agent
 * is in it, and nothing that an earlier attempt on the same volume has left there, whose exit code would be taken for this
 * one's.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AGENT_FILES, RUN_AGENT } from "../agents/index.ts";
import { OpenFolder } from "./open-folder.ts";

/** @throws what the system says; ELOOP or ENOTDIR where the folder has become a link. */
export function prepareAgentFolder(name: string): void {
  mkdirSync(name, { recursive: true });
  const folder = OpenFolder.open(name);
  try {
    for (const file of Object.values(AGENT_FILES))
      rmSync(path.join(folder.path, file), { recursive: true, force: true });
    // A new file, so never one behind a link.
    writeFileSync(path.join(folder.path, AGENT_FILES.run), RUN_AGENT, { mode: 0o755, flag: "wx" });
  } finally {
    folder.close();
  }
}
