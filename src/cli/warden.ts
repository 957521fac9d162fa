/** The command `warden`. */
import { tmpdir } from "node:os";
import type { Environment, Flags } from "../settings/index.ts";
import { readWardenConfig } from "../settings/pods/index.ts";
import { openOwnFolder, openParts, watchWorktree } from "../warden/index.ts";
import { untilSignal } from "./lifetime.ts";
import { podPorts } from "./pod-ports.ts";

/** @returns the exit code. @throws ConfigError, WardenError */
export async function warden(flags: Flags, environment: Environment): Promise<number> {
  const settings = readWardenConfig(flags, environment);
  const stop = new AbortController();
  // A kubelet that restarts, or a pod that is deleted twice, asks again: that must not cut off the last push.
  void untilSignal("ignored").then(() => stop.abort());
  const ports = podPorts(environment);
  const own = openOwnFolder(tmpdir());
  try {
    const opened = openParts(settings, ports, own);
    const onListening = (port: number): void => ports.log("info", `probes are answered at port ${port}`);
    const report = await watchWorktree(settings, { ...ports, stop: stop.signal, onListening }, opened);
    return report.onlyLocalCount === 0 ? 0 : 1;
  } finally {
    own.remove();
  }
}
