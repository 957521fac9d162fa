/** Who asks, who decides, who acts: once for a page's column, and once for a phone, where nothing has to be made smaller. */
import type { Box, Drawing } from "./picture.ts";

type Words = Pick<Box, "title" | "lines" | "isOurs">;

const ASK: Words = { title: "Those who ask", lines: ["people with kubectl,", "Argo CD, Flux, CI"] };
const LOOK: Words = { title: "Those who look", lines: ["kubectl, inspector,", "Prometheus, alerts"] };
const API: Words = {
  title: "Kubernetes API",
  lines: [
    "Rig · Polecat · Convoy",
    "Witness · Refinery",
    "BeadStore",
    "spec: what you ask for",
    "status: what is true, why",
    "a cluster's, or local's own",
  ],
};
const OPERATOR: Words = {
  title: "Gas Town Operator",
  lines: [
    "a state machine for",
    "each resource (XState)",
    "event → journal →",
    "transition → effects",
    "proof before each end,",
    "nothing on doubt",
  ],
  isOurs: true,
};
const GT: Words = { title: "gt", lines: ["the source of truth:", "sling, convoys, mail, nuke"] };
const TOWN: Words = { title: "The town", lines: ["rigs, polecats in tmux,", "worktrees, beads in Dolt"] };

export const WIDE: Drawing = {
  size: [740, 314],
  boxes: [
    { at: [10, 10, 160, 78], ...ASK },
    { at: [10, 100, 160, 78], ...LOOK },
    { at: [240, 10, 206, 168], ...API },
    { at: [516, 10, 214, 168], ...OPERATOR },
    { at: [516, 226, 214, 78], ...GT },
    { at: [240, 226, 206, 78], ...TOWN },
  ],
  arrows: [
    { from: [170, 49], to: [240, 49], words: "specs" },
    { from: [240, 139], to: [170, 139], words: "status" },
    { from: [446, 49], to: [516, 49], words: "watch" },
    { from: [516, 100], to: [446, 100], words: "status" },
    { from: [516, 150], to: [446, 150], words: "Events" },
    { from: [584, 178], to: [584, 226], words: "calls" },
    { from: [660, 226], to: [660, 178], words: "reads" },
    { from: [516, 265], to: [446, 265] },
  ],
};

export const NARROW: Drawing = {
  size: [360, 722],
  boxes: [
    { at: [6, 8, 168, 78], ...ASK },
    { at: [186, 8, 168, 78], ...LOOK },
    { at: [60, 128, 240, 168], ...API },
    { at: [60, 338, 240, 168], ...OPERATOR },
    { at: [60, 548, 240, 78], ...GT },
    { at: [60, 654, 240, 60], title: TOWN.title, lines: ["rigs, tmux, worktrees, Dolt"] },
  ],
  arrows: [
    { from: [110, 86], to: [110, 128], words: "specs" },
    { from: [240, 128], to: [240, 86], words: "status" },
    { from: [110, 296], to: [110, 338], words: "watch" },
    { from: [210, 338], to: [210, 296], words: "status, Events" },
    { from: [110, 506], to: [110, 548], words: "calls" },
    { from: [240, 548], to: [240, 506], words: "reads" },
    { from: [180, 626], to: [180, 654] },
  ],
};
