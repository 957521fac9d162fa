/** The whole environment of gt and of what it starts, by the configuration. */
import path from "node:path";
import type { Config } from "../settings/index.ts";
import { childEnvironment } from "../gt/index.ts";

export function gtEnvironment({ env, townRoot, gtEnv }: Config): Readonly<Record<string, string>> {
  return childEnvironment(env, townRoot, gtEnv);
}

/** The folders of the PATH that gt gets, and is looked for in. */
export function searchedFolders(config: Config): readonly string[] {
  return (gtEnvironment(config)["PATH"] ?? "").split(path.delimiter).filter((part) => part !== "");
}
