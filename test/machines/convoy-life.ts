/** Convoys at the points of their lives where tests begin. */
import { convoyMachine, type ConvoyFacts, type DesiredConvoy } from "../../machines/index.ts";
import { convoyFacts, desiredConvoy } from "./given.ts";
import { live, type Life } from "./life.ts";

export const begin = (desired: Partial<DesiredConvoy> = {}, remembered: object = {}): Life =>
  live(convoyMachine, {
    uid: "c1",
    desired: desiredConvoy(desired),
    convoyId: null,
    startedAt: null,
    completedAt: null,
    notice: null,
    ...remembered,
  });
export const observe = (life: Life, at: number, facts: Partial<ConvoyFacts> = {}): Life =>
  life.send({ type: "town.observed", at, facts: convoyFacts(at, facts) });
export const specify = (life: Life, changes: Partial<DesiredConvoy>): Life =>
  life.send({ type: "spec.observed", at: 0, desired: desiredConvoy(changes) });
export const restart = (life: Life, at: number): Life => life.send({ type: "host.restored", at });

export const ALL_CLOSED = { closed: ["al-1", "al-2"], pending: [] };
export const ONE_CLOSED = { closed: ["al-1"], pending: ["al-2"] };
export const NOTHING_THERE = { pending: [], missing: ["al-1", "al-2"] };
export const UNTRUSTED: Partial<ConvoyFacts> = {
  town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
};
export const UNUSABLE: Partial<ConvoyFacts> = {
  rig: { usable: false, reason: "RigDegraded", message: "no path" },
};
export const refused = (at: number): object => ({ at, outcome: "refused", message: "no such recipient" });
export const fault = (at: number): object => ({ reason: "GtMissing", message: "no gt", at });

export const creating = (): Life => observe(begin(), 1).done("findConvoy", { at: 2, id: null, tracked: [] });
export const inProgress = (desired: Partial<DesiredConvoy> = {}): Life =>
  observe(begin(desired), 1).done("findConvoy", { at: 2, id: "hq-cv-1", tracked: ["al-1", "al-2"] });
export const notifying = (): Life => observe(inProgress(), 3, ALL_CLOSED);
export const notified = (): Life => notifying().done("notify", { at: 4, outcome: "sent" });
/** Refused three times: the convoy's mail has no recipient. */
export const givenUp = (): Life => {
  const life = notifying();
  for (const at of [4, 5]) life.done("notify", refused(at)).ring("noticeBackoff");
  return life.done("notify", refused(6));
};
/** Its spec names a third bead, and that was read. */
export const widened = (): Life =>
  observe(specify(inProgress(), { generation: 2, beads: ["al-1", "al-2", "al-3"] }), 5, {
    pending: ["al-1", "al-2", "al-3"],
  });
