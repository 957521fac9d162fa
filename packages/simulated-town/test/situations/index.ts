/** For every transcript in transcripts/ the situation in which it was taken. */
import type { Given } from "../given.ts";
import { BEADS } from "./beads.ts";
import { DOLT_DOWN } from "./dolt-down.ts";
import { NAMES } from "./both.ts";
import { IN_1_0_1, LATER, OF_PATROLS, podSituations, podWords } from "./pods.ts";
import { POLECATS } from "./polecats.ts";
import { SLINGS } from "./slings.ts";
import { TOWN } from "./town.ts";

export const SITUATIONS: Readonly<Record<string, readonly Given[]>> = {
  ...BEADS,
  ...DOLT_DOWN,
  ...NAMES,
  ...podSituations(IN_1_0_1),
  ...POLECATS,
  ...SLINGS,
  ...TOWN,
};

/** Calls made in a folder that is no town. */
export const OUTSIDE_TOWN: ReadonlySet<string> = new Set([
  "outside-town",
  "show-outside-town",
  "sling-outside-town-says-bead-not-found",
]);

/** Transcripts that the simulation cannot answer, with the reason. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  ...OF_PATROLS,
  peek: "the text of a terminal is the agent's own, and this agent's is another",
};

/** The words of calls in which one has spaces. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  ...podWords(IN_1_0_1),
  ...podWords(LATER),
  "convoy-create": ["gt", "convoy", "create", "Wave 1", "al-bbk", "al-qnx"],
  "convoy-create-same-title-again": ["gt", "convoy", "create", "Wave 1", "al-bbk"],
  "convoy-create-unknown-bead-accepted": ["gt", "convoy", "create", "Wave bad", "al-nonexist"],
  "convoy-create-notify-space-bug": ["gt", "convoy", "create", "Wave N", "al-agi", "--notify", "mayor/"],
  "mail-send": ["gt", "mail", "send", "mayor/", "-s", "Convoy complete", "-m", "All beads closed"],
  "mq-reject": ["gt", "mq", "reject", "beta", "be-wisp-d27", "--reason", "tests fail"],
  nudge: ["gt", "nudge", "alpha/furiosa", "are you stuck?"],
  "nudge-crew-of-same-name": ["gt", "nudge", "alpha/nux", "hello alpha/nux"],
  "nudge-polecat-by-whole-address": ["gt", "nudge", "alpha/polecats/nux", "hello alpha/polecats/nux"],
  "1.2.1/mq-reject": ["gt", "mq", "reject", "alpha", "al-wisp-w8d", "--reason", "tests fail"],
  escalate: ["gt", "escalate", "-s", "high", "polecat alpha/furiosa is stuck", "--json"],
};
