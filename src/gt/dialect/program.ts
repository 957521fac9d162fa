/** Which program is called: another one in its place may be another version. */
import { stat } from "node:fs/promises";
import path from "node:path";

/**
 * @param searched the folders of the PATH that gt is looked for in.
 * @returns a text that changes with the file; empty where there is none.
 */
export async function programPrint(
  gtPath: string,
  townRoot: string,
  searched: readonly string[],
): Promise<string> {
  const folders = gtPath.includes("/") ? [townRoot] : searched;
  for (const folder of folders) {
    const print = await printOf(path.resolve(folder, gtPath));
    if (print !== null) return print;
  }
  return "";
}

async function printOf(file: string): Promise<string | null> {
  try {
    const found = await stat(file, { bigint: true });
    if (!found.isFile()) return null;
    return [file, found.dev, found.ino, found.size, found.mtimeNs].join(" ");
  } catch {
    return null;
  }
}
