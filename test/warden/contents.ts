/** All that a worktree holds, without its repository: what a restored one is compared with. */
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Names are bytes; here each is a character. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  collect(Buffer.from(folder), "", found);
  return Object.fromEntries(Object.entries(found).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function collect(folder: Buffer, prefix: string, found: Record<string, string>): void {
  for (const name of readdirSync(folder, { encoding: "buffer" })) {
    if (name.toString() === ".git") continue;
    const file = Buffer.concat([folder, Buffer.from("/"), name]);
    const shown = prefix + name.toString("latin1");
    const stat = lstatSync(file);
    if (stat.isDirectory()) collect(file, `${shown}/`, found);
    else if (stat.isSymbolicLink())
      found[shown] = `-> ${readlinkSync(file, { encoding: "buffer" }).toString("latin1")}`;
    else if (stat.isFile()) found[shown] = `${(stat.mode & 0o100) === 0 ? "" : "x "}${digest(file)}`;
  }
}

function digest(file: Buffer): string {
  const bytes = readFileSync(file);
  return bytes.length < 60
    ? JSON.stringify(bytes.toString("latin1"))
    : createHash("sha256").update(bytes).digest("hex");
}
