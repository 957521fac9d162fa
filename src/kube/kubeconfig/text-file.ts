/** Files that a kubeconfig names, read whole. */
import { TextDecoder } from "node:util";
import { readFileSync } from "node:fs";
import { troubleWith } from "@gastown/system";
import { KubeConfigError } from "../errors.ts";

/** @throws KubeConfigError with the path, the errno, for whom, and what to look at; its cause is the system's error. */
export function textOf(file: string): string {
  return bytesOf(file).toString("utf8");
}

/**
 * YAML may be in UTF-16 that begins with a byte order mark, as PowerShell's `>` writes it, and kubectl reads it.
 * @throws KubeConfigError as `textOf`.
 */
export function yamlTextOf(file: string): string {
  const bytes = bytesOf(file);
  const mark = bytes.subarray(0, 2).toString("hex");
  const encoding = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new KubeConfigError(troubleWith(file, cause), { cause });
  }
}
