/** Whether a rig's folder is there, and what the system says where that cannot be known. */
import { stat } from "node:fs/promises";
import { errnoOf, troubleWith } from "@gastown/system";
import type { PathState } from "../projection/index.ts";

/** Only a clear "no such file" is missing: a folder that may not be read, or a mount that hangs, is unknown. */
export async function statPath(folder: string): Promise<PathState> {
  try {
    if ((await stat(folder)).isDirectory()) return "present";
    return { state: "missing", message: `${folder}: it is a file and no folder: correct the path` };
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT") return "missing";
    return { state: errno === "ENOTDIR" ? "missing" : "unknown", message: troubleWith(folder, error) };
  }
}
