/** Invariant 2: one sling, one polecat, one convoy, one notification. */
import type { Scene } from "../scene.ts";
import type { Call } from "../sim-gt.ts";

/** A bead or a polecat's name may change hands between a read of it and what comes next, ms. */
export const CHANGE_OF_HOLDER_MS = 3_000;

export function slingBegins({ underWay, broken }: Scene, call: Call): void {
  if (call.argv[0] !== "sling") return;
  for (const other of underWay.values()) {
    const isSame =
      other.number !== call.number && other.argv[0] === "sling" && other.argv[1] === call.argv[1];
    if (isSame) broken(2, `${call.line} while ${other.line} is under way`);
  }
}

/** Just before its effect: gt takes a bead from whoever has it without a session, and makes a second polecat. */
export function slingStrikes({ ground, holdings, listedSince, broken }: Scene, call: Call): void {
  const bead = call.argv[1] ?? "";
  if (call.argv[0] !== "sling") return;
  const held = holdings.of(bead);
  if (held === undefined || held.holder === null) return;
  if (held.status !== "hooked" && held.status !== "in_progress") return;
  const [rig, , name] = held.holder.split("/");
  const polecat = ground.town.polecats.find((each) => each.rig === rig && each.name === name);
  // gt itself does nothing where a session lives.
  if (polecat?.session === true) return;
  const heldMs = listedSince(call.argv[2] ?? "") - held.since;
  if (heldMs > CHANGE_OF_HOLDER_MS && !ground.activeFaults.wasSlow()) {
    broken(
      2,
      `${call.line} although ${held.holder} had it for ${Math.round(heldMs / 1_000)} s when the operator began to look`,
    );
  }
}

export function doneOnce({ ground, broken }: Scene): void {
  const { convoys, mail } = ground.town;
  const titles = convoys.flatMap(({ title }) => keyIn(title));
  const subjects = mail
    .filter(({ subject }) => subject.includes("complete"))
    .flatMap(({ subject, to }) => keyIn(subject).map((key) => `${key} to ${to}`));
  const twice = (keys: readonly string[]): string | undefined =>
    keys.find((key, index) => keys.indexOf(key) < index);
  const convoy = twice(titles);
  if (convoy !== undefined) broken(2, `two convoys of one resource, ${convoy}`);
  const notice = twice(subjects) ?? afterOperators(mail);
  if (notice !== undefined) broken(2, `two notifications of one end, ${notice}`);
}

/** gt closes a convoy and mails of that: whoever had the operator's mail of this end has two then. */
function afterOperators(mail: Scene["ground"]["town"]["mail"]): string | undefined {
  const told = mail.flatMap(({ to, subject }) => keyIn(subject).map((key) => ({ to, key })));
  const ofGt = told.find(
    ({ to, key }, index) =>
      !key.includes("@") &&
      told.slice(0, index).some((before) => before.to === to && before.key.startsWith(`${key}@`)),
  );
  return ofGt === undefined ? undefined : `${ofGt.key} to ${ofGt.to}`;
}

/** A resource's uid; in a mail with the time of the end that it tells of. */
function keyIn(text: string): readonly string[] {
  return /\[(uid-[^\]]+)\]/.exec(text)?.slice(1) ?? [];
}
