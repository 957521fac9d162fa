/**
 * The commands of the npm package: where Node is too old they say so, before anything is loaded that such a Node cannot
 * even read. They are bundled beside the programs; the package's `engines` say what is needed.
 */
import { readFileSync } from "node:fs";

/** @param program its bundle, beside this one. */
export async function startBundle(program: string): Promise<void> {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const [, major = "0", minor = "0"] = /"node": *">=(\d+)\.(\d+)"/.exec(manifest) ?? [];
  const [mine = 0, myMinor = 0] = process.versions.node.split(".").map(Number);
  if (mine < Number(major) || (mine === Number(major) && myMinor < Number(minor))) {
    console.error(
      `gastown-operator needs Node ${major}.${minor} or newer, and this is Node ${process.versions.node}: install a newer one`,
    );
    process.exitCode = 2;
    return;
  }
  await import(new URL(program, import.meta.url).href);
}
