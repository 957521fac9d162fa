/** What a Dockerfile says about how its image is run. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const TEXT = readFileSync(path.join(import.meta.dirname, "../../Dockerfile"), "utf8");
/** Where the Dockerfile puts what its build scripts make. */
export const PLACE = "/opt/gastown-operator";
const words = z.array(z.string());

/** The arguments of an instruction in the last stage. @throws Error where it is not there. */
export function instruction(name: string): string {
  const lastStage = TEXT.slice(TEXT.lastIndexOf("\nFROM ") + 1);
  const found = new RegExp(`^${name} (.+)$`, "m").exec(lastStage)?.[1];
  if (found === undefined) throw new Error(`the last stage of the Dockerfile has no ${name}`);
  return found;
}

/** Program and arguments of a container without arguments of its own. */
export function commandLine(): readonly string[] {
  return ["ENTRYPOINT", "CMD"].flatMap((name) => words.parse(JSON.parse(instruction(name))));
}

/** What the image sets, beside the PATH of its own. */
export function environment(): Readonly<Record<string, string>> {
  const pairs = instruction("ENV")
    .split(" ")
    .map((pair) => pair.split("="));
  return Object.fromEntries(
    z.array(z.tuple([z.string(), z.string()])).parse(pairs.filter(([name]) => name !== "PATH")),
  );
}

/** Uid and gid. */
export function user(): readonly [number, number] {
  const [uid, gid] = instruction("USER").split(":").map(Number);
  return z.tuple([z.int().positive(), z.int().positive()]).parse([uid, gid]);
}

/** What the first stage takes from the checkout, before its packages are installed and after. */
export function takenFromCheckout(): Readonly<Record<"beforeInstall" | "afterInstall", readonly string[]>> {
  const firstStage = TEXT.slice(TEXT.indexOf("\nFROM "), TEXT.lastIndexOf("\nFROM "));
  const [before = "", after = ""] = firstStage.split(/^RUN npm ci.*$/m);
  // The last word is where it goes.
  const taken = (lines: string): readonly string[] =>
    [...lines.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, words = ""]) => words.split(" "));
  return { beforeInstall: taken(before), afterInstall: taken(after) };
}
