/** The program that stands for `gt` and `bd`: compiled where a C compiler is, a shell script where none is. */
import { spawnSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export type ClientForm = "compiled" | "script";

const SOURCE = import.meta.dirname;

/**
 * Puts both programs into `bin`.
 * @param exchange the folder of a `StubServer`; its path may hold no quotes.
 * @param form by default the compiled one, where that can be had. @returns which it is.
 * @throws Error where the compiled one is asked for and cannot be had.
 */
export function installClient(bin: string, exchange: string, form?: ClientForm): ClientForm {
  mkdirSync(bin, { recursive: true });
  const gt = path.join(bin, "gt");
  const isCompiled = form !== "script" && compile(gt, exchange);
  if (form === "compiled" && !isCompiled) throw new Error("the stub's client could not be compiled with cc");
  if (!isCompiled) {
    writeFileSync(gt, readFileSync(path.join(SOURCE, "client.sh"), "utf8").replace("@FOLDER@", exchange));
    chmodSync(gt, 0o755);
  }
  linkSync(gt, path.join(bin, "bd"));
  return isCompiled ? "compiled" : "script";
}

function compile(program: string, exchange: string): boolean {
  const words = ["-O1", `-DFOLDER="${exchange}"`, "-o", program, path.join(SOURCE, "client.c")];
  return spawnSync("cc", words, { stdio: "ignore" }).status === 0;
}
