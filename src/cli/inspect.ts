/** `inspect`: leads a person, or a tool of Stately's protocol, to the inspector of an operator that runs somewhere. */
import { spawn } from "node:child_process";
import { untilStopped } from "./lifetime.ts";
import { askInspector, reachInspector, type ReachOptions } from "./reach-inspector.ts";
import { bridgeStately } from "./stately-bridge.ts";

export interface InspectOptions extends ReachOptions {
  /** Where a tool takes frames. */
  readonly stately: URL | undefined;
  readonly token: string | null;
  /** In the browser; undefined is beside `local` alone, where a person looks. */
  readonly opens: boolean | undefined;
}

/** @param say takes the lines that a person reads. @throws where the inspector cannot be reached, or is no more. */
export async function inspect(options: InspectOptions, say: (line: string) => void): Promise<void> {
  const stopped = untilStopped().then(() => null);
  const reached = await reachInspector(options);
  try {
    await askInspector(reached.url, options.token, reached.isNoted);
    const shown = new URL(reached.url);
    if (options.token !== null) shown.searchParams.set("token", options.token);
    say(shown.href);
    if (options.opens ?? (reached.isNoted && process.stdout.isTTY)) open(shown);
    const endings = [stopped, reached.ended];
    const bridge =
      options.stately === undefined ? null : await bridgeStately(reached.url, options.stately, options.token);
    if (bridge !== null) {
      say(`Frames go to ${options.stately?.href ?? ""} until Ctrl-C.`);
      endings.push(bridge.ended);
    } else if (reached.isKept) say("It is reached until Ctrl-C.");
    const isOver = bridge === null && !reached.isKept;
    const problem = isOver ? null : await Promise.race(endings);
    bridge?.close();
    if (problem !== null) throw new Error(problem);
  } finally {
    reached.close();
  }
}

function open({ href }: URL): void {
  const program = process.platform === "darwin" ? "open" : "xdg-open";
  // Where no browser can be opened, the address is there to read.
  spawn(program, [href], { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}
