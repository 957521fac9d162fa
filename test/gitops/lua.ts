/** A Lua script as Argo CD runs it: with the libraries that it opens and no others, and `obj` as a table. */
import { LuaFactory } from "wasmoon";
import { z } from "zod";

/** Of the libraries Argo CD opens these, and an os that tells the time; without useOpenLibs no string and no math. */
const CLOSED = [
  "string",
  "math",
  "io",
  "os",
  "debug",
  "coroutine",
  "utf8",
  "require",
  "load",
  "loadfile",
  "dofile",
];

const factory = new LuaFactory();

/** @returns what the script returns. @throws where it fails, as it would in Argo CD. */
export async function runLua(script: string, obj: unknown): Promise<unknown> {
  const engine = await factory.createEngine({ enableProxy: false });
  try {
    for (const name of CLOSED) engine.global.set(name, undefined);
    // A JSON text holds no undefined, which Lua would take for a value.
    engine.global.set("obj", JSON.parse(JSON.stringify(obj)));
    return z.unknown().parse(await engine.doString(script));
  } finally {
    engine.global.close();
  }
}
