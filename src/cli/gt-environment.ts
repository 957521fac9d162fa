/** The whole environment of gt and of what it starts, by the configuration. */
import type { Config } from "../config.ts";
import { childEnvironment } from "../gt/index.ts";

export function gtEnvironment({ env, townRoot, gtEnv }: Config): Readonly<Record<string, string>> {
  return childEnvironment(env, townRoot, gtEnv);
}
