/** The stack of a thread that runs without end, by its debugger: the only way to look into a loop that lets nothing in. */

/** A session of the inspector protocol with the thread. */
export interface Debuggee {
  readonly post: (method: string, params?: object) => void;
  /** @param hear is called with the call frames whenever the thread has paused. */
  readonly onPaused: (hear: (frames: readonly Frame[]) => void) => void;
  /** @param hear is called for each script that the thread has loaded, before it pauses. */
  readonly onScript: (hear: (script: Script) => void) => void;
}

export interface Script {
  readonly scriptId: string;
  readonly url: string;
}

export interface Frame {
  readonly functionName: string;
  /** From zero. */
  readonly location: {
    readonly scriptId: string;
    readonly lineNumber: number;
    readonly columnNumber?: number | undefined;
  };
}

/** One moment shows one function of a loop; several show most of it. */
const SAMPLES = 8;
const BETWEEN_MS = 5;
const DEEPEST = 20;

/**
 * Pauses the thread some times and lets it go on in between. It stays paused after the last.
 * @returns lines such as `at settle (file:///…/publisher.ts:60:5)`; none where the thread does not pause in time, as in a
 * call of the system.
 */
export async function sampleStacks(debuggee: Debuggee, withinMs: number): Promise<readonly string[]> {
  const stacks = new Set<string>();
  const urls = new Map<string, string>();
  debuggee.onScript(({ scriptId, url }) => void urls.set(scriptId, url));
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), withinMs);
  let samples = 0;
  debuggee.onPaused((frames) => {
    const lines = frames.slice(0, DEEPEST).map((frame) => lineOf(frame, urls));
    stacks.add(lines.join("\n"));
    samples += 1;
    if (samples >= SAMPLES) {
      resolve(undefined);
      return;
    }
    debuggee.post("Debugger.resume");
    setTimeout(() => debuggee.post("Debugger.pause"), BETWEEN_MS);
  });
  debuggee.post("Debugger.enable");
  debuggee.post("Debugger.pause");
  await promise;
  clearTimeout(timer);
  return [...stacks]
    .join("\nor\n")
    .split("\n")
    .filter((line) => line !== "");
}

function lineOf({ functionName, location }: Frame, urls: ReadonlyMap<string, string>): string {
  const { scriptId, lineNumber, columnNumber = 0 } = location;
  const url = urls.get(scriptId) ?? "unknown";
  return `at ${functionName || "(anonymous)"} (${url}:${lineNumber + 1}:${columnNumber + 1})`;
}
