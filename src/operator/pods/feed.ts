/**
 * What Kubernetes tells of the pods of polecats, kept for their actors: all that are there, and the last words of those that
 * have gone since this operator looks.
 */
import type { PodEngine, PodSighting, PodWatch } from "../../pods/index.ts";
import { Signal } from "../signal.ts";

interface Seen {
  readonly sighting: PodSighting;
  readonly isGone: boolean;
}

export class PodFeed {
  /** Of the polecat with this uid something is new. */
  readonly changed = new Signal<[uid: string]>();
  readonly #engine: Pick<PodEngine, "watch">;
  /** By the polecat's uid and the pod's. */
  readonly #pods = new Map<string, Map<string, Seen>>();
  #watch: PodWatch | null = null;
  #hasListed = false;

  constructor(engine: Pick<PodEngine, "watch">) {
    this.#engine = engine;
  }

  /** @param onListed from then on what was not seen is not there. */
  start(onListed: () => void): void {
    const watch = this.#engine.watch({
      onSeen: (sighting) => this.#note(sighting, false),
      onGone: (sighting) => this.#note(sighting, true),
    });
    this.#watch = watch;
    void watch.hasListed.then(() => {
      this.#hasListed = true;
      onListed();
    });
  }

  async close(): Promise<void> {
    await this.#watch?.close();
  }

  /** Null while nobody knows which there are. */
  of(uid: string): readonly PodSighting[] | null {
    if (!this.#hasListed) return null;
    return [...(this.#pods.get(uid)?.values() ?? [])].map(({ sighting }) => sighting);
  }

  /** Of a polecat that is nobody's any more last words are kept for nobody. Its pods that are there are, until they have gone. */
  forgetGone(uid: string): void {
    const known = [...(this.#pods.get(uid)?.values() ?? [])];
    if (known.every(({ isGone }) => isGone)) this.#pods.delete(uid);
  }

  #note(sighting: PodSighting, isGone: boolean): void {
    const { polecatUid: uid, pod } = sighting;
    const known = this.#pods.get(uid) ?? new Map<string, Seen>();
    known.set(pod.uid, { sighting, isGone });
    const newest = Math.max(...[...known.values()].map((one) => one.sighting.attempt));
    // The last word of an earlier attempt has had its say.
    const kept = [...known].filter(([, one]) => !one.isGone || one.sighting.attempt === newest);
    this.#pods.set(uid, new Map(kept));
    if (this.#hasListed) this.changed.tell(uid);
  }
}
