/** A process's life: until a signal asks for its end, or, of a command for a person, until nobody reads what it says. */
import { untilOutputClosed } from "./output.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP; a second one ends the process at once, unless it is ignored. To be called
 * before anything is opened: until then a signal ends the process where it stands.
 */
export function untilSignal(second: "ends" | "ignored" = "ends"): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isAsked = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (isAsked && second === "ignored") return;
      if (isAsked) process.exit(130);
      isAsked = true;
      resolve(signal);
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
}

/** As `untilSignal`, and also when the reader of standard output has gone. */
export function untilStopped(): Promise<string> {
  return Promise.race([untilSignal(), untilOutputClosed()]);
}
