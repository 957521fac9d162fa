/** Events of the stories that paths are walked through. Answers and restarts happen at 10; reads began at 20, or at 5. */
export const UNTRUSTED = {
  town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
} as const;

/** Answers and restarts happen at 10; reads began at 20, or at 5, before them. */
export const RESTORED = [{ at: 10 }];
export const FAULTS = [{ error: { reason: "DoltDown", message: "no server", at: 10 } }];
export const answers = (...outputs: readonly object[]): object[] =>
  outputs.map((output) => ({ output: { at: 10, ...output } }));
export const observed = (...facts: readonly object[]): object[] => facts.map((facts) => ({ at: 20, facts }));
export const specs = (...all: readonly object[]): object[] => all.map((desired) => ({ at: 20, desired }));

export const refused = { outcome: "refused", message: "no" };
