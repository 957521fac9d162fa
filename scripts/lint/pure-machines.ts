/**
 * What no file of machines/ may use. The same events have to give the same snapshots, in the operator, in a replay, in the
 * inspector's page: so a machine has no clock, no chance, no I/O, and nothing imported that could bring them.
 */

const CLOCK = "A machine has no clock: the event's `at` is the time.";
const WAIT = "A machine does not wait: `after` is a timer that the host keeps.";
const CHANCE = "A machine has no chance: a service's answer brings it.";
const IO = "A machine does nothing by itself: it invokes a service, and the host carries it out.";

export const IMPURE_GLOBALS = [
  ...["Date", "performance", "Temporal"].map((name) => ({ name, message: CLOCK })),
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask"].map((name) => ({ name, message: WAIT })),
  ...["crypto"].map((name) => ({ name, message: CHANCE })),
  ...["console", "fetch", "globalThis", "process", "require", "WebSocket"].map((name) => ({
    name,
    message: IO,
  })),
];

export const PURE_IMPORTS = {
  regex: String.raw`^(?!xstate$|\./[\w.-]+\.ts$)`,
  message: "machines/ import xstate and themselves, nothing else.",
};
