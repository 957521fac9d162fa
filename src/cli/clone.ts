/** The command `clone`. */
import { tmpdir } from "node:os";
import type { Environment, Flags } from "../settings/index.ts";
import { readCloneConfig } from "../settings/pods/index.ts";
import { messageOf } from "../pod-reports/index.ts";
import { troubleWith } from "@gastown/system";
import { cloneWorktree, openOwnFolder, openParts, writeMessage } from "../warden/index.ts";
import { podPorts } from "./pod-ports.ts";

/** @returns the exit code. @throws ConfigError */
export async function clone(flags: Flags, environment: Environment): Promise<number> {
  const { messageFile, ...settings } = readCloneConfig(flags, environment);
  const ports = podPorts(environment);
  const own = openOwnFolder(tmpdir());
  try {
    const report = await cloneWorktree(settings, ports, openParts(settings, ports, own));
    const message = messageOf(report);
    ports.log(report.outcome === "failed" ? "warn" : "info", message.trimEnd());
    sayIt(messageFile, message, ports.log);
    return report.outcome === "failed" ? 1 : 0;
  } finally {
    own.remove();
  }
}

/** Outside of a pod the file is not there: the worktree is, all the same. */
function sayIt(file: string, message: string, log: (level: "warn", words: string) => void): void {
  try {
    writeMessage(file, message);
  } catch (error) {
    log("warn", `the termination message: ${troubleWith(file, error)}`);
  }
}
