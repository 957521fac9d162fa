/** Settings of the watchdog over the event loop. */
import type { Setting } from "./setting.ts";

export const WATCHDOG_SETTINGS = {
  watchdogTimeout: {
    flag: "watchdog-timeout",
    variable: "GASTOWN_WATCHDOG_TIMEOUT",
    argument: "<duration|off>",
    about:
      "the process ends itself, with the actor's name and the stack, when it has served nothing for so long",
    fallback: "30s",
  },
} satisfies Record<string, Setting>;
