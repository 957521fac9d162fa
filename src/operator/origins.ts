/**
 * What becomes of a polecat whose resource was deleted while it lives: it goes on, for a resource is a view. That is said
 * in an Event, and the view that adoption makes for it names whose polecat it was. Known for the life of this operator.
 */
import { gtRigOf } from "../../machines/index.ts";
import type { ActorRef } from "../host/index.ts";
import { polecatKind, type PolecatActor } from "../kinds/index.ts";
import type { EventRecorder } from "../kube/index.ts";
import { wholeSeconds } from "@gastown/system";
import { isPolecatOfAnother, type Claims } from "../preconditions/index.ts";
import { actorRef, type Bridge } from "./bridge.ts";
import type { OperatorOptions } from "./options.ts";
import { objectRef } from "./resources.ts";

/** Polecats whose former resource is remembered. */
const MOST = 1_000;

export class Origins {
  readonly #options: Pick<OperatorOptions, "clock" | "settings">;
  readonly #events: Pick<EventRecorder, "record">;
  readonly #claims: Claims;
  /** By `RIG/NAME`, by gt's names. */
  readonly #former = new Map<string, string>();
  /** Uids of views that the operator itself is about to delete. */
  readonly #released = new Set<string>();

  constructor(
    options: Pick<OperatorOptions, "clock" | "settings">,
    events: Pick<EventRecorder, "record">,
    claims: Claims,
  ) {
    this.#options = options;
    this.#events = events;
    this.#claims = claims;
  }

  /** Its resource is about to go by the operator's own hand: nobody has to be told. */
  releasing(uid: string): void {
    this.#released.add(uid);
  }

  /** The resource of this actor is gone. */
  deleted({ ref, hasTag, context }: PolecatActor): void {
    if (this.#released.delete(ref.uid)) return;
    const { desired, polecatName, facts } = context;
    // One that was slung a moment ago has been in no list yet.
    const lives = !hasTag("Terminated") && facts?.polecat?.seen !== "absent";
    if (polecatName === null || !lives) return;
    const { clock, settings } = this.#options;
    const polecat = { uid: ref.uid, rig: gtRigOf(desired), polecat: polecatName };
    if (isPolecatOfAnother(this.#claims, polecat)) return;
    const address = `${gtRigOf(desired)}/${polecatName}`;
    if (this.#former.size >= MOST) this.#former.clear();
    this.#former.set(
      address,
      `polecat/${ref.namespace}/${ref.name}, deleted at ${wholeSeconds(clock.now())}`,
    );
    const next = settings.adopt
      ? "it gets a resource that only observes"
      : "a Polecat with spec.deletionPolicy Terminate would have ended it first, once nothing could be lost";
    this.#events.record({
      regarding: objectRef(polecatKind, ref),
      type: desired.managed ? "Warning" : "Normal",
      reason: "PolecatLivesOn",
      note: `polecat ${address} lives on, for deleting a resource ends nothing in the town: ${next}`,
      action: "Delete",
    });
  }

  /** Whose polecat it was, in words for people. */
  of(gtRig: string, polecat: string): string {
    return this.#former.get(`${gtRig}/${polecat}`) ?? "no resource stood for it when it was found";
  }

  adopted(ref: ActorRef, gtRig: string, polecat: string): void {
    this.#events.record({
      regarding: objectRef(polecatKind, ref),
      type: "Normal",
      reason: "Adopted",
      note: `polecat ${gtRig}/${polecat} is shown, only observed: ${this.of(gtRig, polecat)}`,
      action: "Adopt",
    });
    this.#former.delete(`${gtRig}/${polecat}`);
  }
}

/** A bridge that hears of a deletion before its actor is stopped. */
export function tellingOrigins(
  bridge: Bridge,
  origins: Origins,
  polecat: (ref: ActorRef) => PolecatActor | undefined,
): Bridge {
  return (kind, of, lister) => {
    const handle = bridge(kind, of, lister);
    return (event) => {
      if (event.type === "deleted" && kind.kind === polecatKind.kind) {
        const actor = polecat(actorRef(kind, event.object));
        if (actor?.ref.uid === event.object.metadata.uid) origins.deleted(actor);
      }
      handle(event);
    };
  };
}
