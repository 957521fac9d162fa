/** A path as people write it, `~` being their home. */
import { homedir } from "node:os";
import path from "node:path";

export function expandHome(value: string, home = homedir()): string {
  return path.resolve(value.replace(/^~(?=$|\/)/, home));
}
