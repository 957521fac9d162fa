/** How much of the disk a folder of files takes, such as a journal. */
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/** Bytes of the files in a folder; 0 where there is none. A file that goes meanwhile is not counted. */
export function sizeOfFolder(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder)
    .map((name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}
