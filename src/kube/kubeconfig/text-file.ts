/** Files that a kubeconfig names, read whole. */
import { readFileSync } from "node:fs";
import { troubleWith } from "../../system/index.ts";
import { KubeConfigError } from "../errors.ts";

/** @throws KubeConfigError with the path, the errno, for whom, and what to look at; its cause is the system's error. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new KubeConfigError(troubleWith(file, cause), { cause });
  }
}
