/** Invariant 3: Idle, Terminated and Completed only with positive evidence in the town at an earlier moment. */
import { tellsOfEnd } from "./notices.ts";
import { hookOf } from "simulated-town/testing";
import type { MemoryObject } from "../../operator/memory-store.ts";
import { condition, isDrivenByAnother, nameOf, specOf, statusOf, type Status } from "../objects.ts";
import type { Scene } from "../scene.ts";
import { find } from "../witnessed.ts";

/** A status was accepted by the API server. */
export function phaseMoves(scene: Scene, before: MemoryObject, after: MemoryObject): void {
  const [was, is] = [statusOf(before), statusOf(after)];
  if (after.kind === "Convoy" && condition(after, "Notified")?.status === "True")
    saysItWasTold(scene, after, is);
  if (was.phase === is.phase) return;
  if (after.kind === "Polecat" && is.phase === "Idle") movedToIdle(scene, after, was, is);
  if (after.kind === "Polecat" && is.phase === "Terminated") movedToTerminated(scene, after, was);
  if (after.kind === "Convoy" && is.phase === "Completed") movedToCompleted(scene, after, is);
}

function movedToIdle(scene: Scene, after: MemoryObject, was: Status, is: Status): void {
  const { ground, witnessed, broken, bound } = scene;
  const desired = is.snapshot?.context?.desired;
  const { rig = "" } = specOf(after);
  if (desired?.managed === false) {
    const polecat = find(ground.town, `${rig}/${is.polecatName ?? ""}`);
    // One that was made since its town was read has the name of the one that was at rest.
    const readAt = is.snapshot?.context?.lastGoodAt ?? Infinity;
    if (polecat !== undefined && polecat.createdAt <= readAt && !scene.holdings.wasIdle(polecat)) {
      broken(3, `${nameOf(after)} is Idle, and its polecat ${polecat.name} always had work`);
    }
    return;
  }
  const bead = is.assignedBead ?? was.assignedBead ?? desired?.bead ?? null;
  if (bead === null || wasClosed(scene, bead) || isLeftToAnother(scene, after, is)) return;
  const read = witnessed.bead(bead);
  const truth = read?.truth ?? null;
  // It rested by the bead before this one, and while nothing of this one can be read nothing moves it.
  const closed = is.snapshot?.context?.closedBead ?? bead;
  const isUnread = truth === null || ground.activeFaults.isDoltDown();
  if (isUnread && closed !== bead && wasClosed(scene, closed)) return;
  // One that is gone may have left its name, and its bead on that name's hook, to another.
  const own = bound.get(after.metadata.uid)?.polecat;
  const polecat = own ?? find(ground.town, `${rig}/${is.polecatName ?? was.polecatName ?? ""}`);
  const isThere = polecat !== undefined && ground.town.polecats.includes(polecat);
  const isOurs =
    isThere &&
    truth !== null &&
    truth !== "missing" &&
    truth.status !== "open" &&
    truth.assignee === `${rig}/polecats/${is.polecatName ?? ""}`;
  if (desired?.state === "Working" && (is.assignedBead ?? desired.bead) === bead) {
    broken(3, `${nameOf(after)} is Idle, and no honest read ever showed ${bead} closed`);
  } else if (isOurs && was.phase === "Working") {
    broken(3, `${nameOf(after)} is Idle, and ${bead} is on its hook`);
  }
}

/**
 * A second resource for one polecat says so, and has nothing in work itself, whatever the polecat does. What it waits for
 * before anything else is said first.
 */
function isLeftToAnother({ ground }: Scene, after: MemoryObject, { polecatName }: Status): boolean {
  const reason = condition(after, "Ready")?.reason ?? "";
  if (!["PolecatClaimed", "AwaitingFinalizer"].includes(reason)) return false;
  return isDrivenByAnother(ground.store, after, polecatName);
}

function wasClosed({ witnessed }: Scene, bead: string): boolean {
  return witnessed.closedAt(bead) !== undefined;
}

/**
 * The polecat that it had before is gone, or gt gave it to other work: another branch is another polecat. Or another
 * resource has taken it over while this one only observed.
 */
function movedToTerminated({ ground, broken, bound }: Scene, after: MemoryObject, was: Status): void {
  const own = was.polecatName === undefined ? undefined : bound.get(after.metadata.uid);
  if (own === undefined || !ground.town.polecats.includes(own.polecat)) return;
  const { polecat, branch } = own;
  if (polecat.branch !== branch) return;
  // An operator that begins with an old status finds another one under the name of the polecat that it has nuked.
  const nuked = was.snapshot?.context?.nuked ?? null;
  if (nuked !== null && nuked !== `${polecat.rig}/${polecat.name}@${polecat.branch}`) return;
  const hooked = hookOf(ground.town, polecat);
  if (hooked !== undefined && hooked.id !== was.assignedBead) return;
  if (isDrivenByAnother(ground.store, after, polecat.name)) return;
  broken(3, `${nameOf(after)} is Terminated, and its polecat ${polecat.name} has been there all the time`);
}

function movedToCompleted(scene: Scene, after: MemoryObject, is: Status): void {
  const beads = is.snapshot?.context?.desired?.beads ?? [];
  const unproven = beads.find((bead) => !wasClosed(scene, bead));
  if (unproven === undefined) return;
  scene.broken(3, `${nameOf(after)} is Completed, and no honest read ever showed ${unproven} closed`);
}

/** Of this end, and to the address that the spec named then: a mail of an earlier end, or to another, is none. */
function saysItWasTold({ ground, broken }: Scene, after: MemoryObject, is: Status): void {
  const { phase, completedAt = "", notifiedAddress } = is;
  const name = nameOf(after);
  const wanted = is.snapshot?.context?.desired?.notify;
  if (phase !== "Completed") broken(3, `${name} is Notified, and ${phase ?? "nothing"}`);
  if (wanted !== notifiedAddress)
    broken(
      3,
      `${name} is Notified at ${notifiedAddress ?? "nowhere"}, and its spec names ${wanted ?? "nobody"}`,
    );
  const { uid } = after.metadata;
  const isSent = ground.town.mail.some(
    (mail) => mail.to === notifiedAddress && tellsOfEnd(mail, uid, Date.parse(completedAt)),
  );
  if (!isSent) broken(3, `${name} is Notified, and ${notifiedAddress ?? ""} has no mail of ${completedAt}`);
}
