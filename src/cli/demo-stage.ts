/** The demo's stage: the objects as the API tells of them, each change on the screen, and what is waited for. */
import { Informer, resourceOf, type KubeApi } from "../kube/index.ts";
import { shownSchema, type Screen, type Shown } from "./demo-screen.ts";
import { typeOf } from "./manifests.ts";

/** Everything the demo promises happens well within this time, or the demo has failed. */
const TIMEOUT_MS = 50_000;

export class Stage {
  readonly #screen: Screen;
  readonly #objects = new Map<string, Shown>();
  readonly #informers: readonly Informer<Shown>[];
  #onChange: () => void = () => undefined;

  constructor(api: KubeApi, screen: Screen) {
    this.#screen = screen;
    this.#informers = (["Rig", "Polecat", "Convoy"] as const).map(
      (kind) =>
        new Informer({
          api,
          resource: resourceOf(typeOf(kind), shownSchema),
          handler: ({ type, object }) => (type === "deleted" ? this.#forget(object) : this.#take(object)),
          now: () => Date.now(),
          random: Math.random,
        }),
    );
  }

  async open(): Promise<void> {
    await Promise.all(this.#informers.map((informer) => informer.start().hasSynced));
  }

  async close(): Promise<void> {
    await Promise.all(this.#informers.map((informer) => informer.close()));
  }

  get(kind: string, name: string): Shown | undefined {
    return this.#objects.get(`${kind}/${name}`);
  }

  all(kind: string): readonly Shown[] {
    return [...this.#objects.values()].filter((object) => object.kind === kind);
  }

  /** Resolves with the first value that is neither false nor undefined. @throws when it does not come in time. */
  async until<Value>(what: string, look: () => Value | false | undefined): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const timer = setTimeout(() => reject(new Error(`it did not happen in time that ${what}`)), TIMEOUT_MS);
    // Ctrl-C in the middle of the story must not wait for what will not happen any more.
    timer.unref();
    this.#onChange = () => {
      const value = look();
      if (value !== undefined && value !== false) resolve(value);
    };
    this.#onChange();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#onChange = () => undefined;
    }
  }

  #take(object: Shown): void {
    this.#objects.set(`${object.kind}/${object.metadata.name}`, object);
    this.#screen.show(object);
    this.#onChange();
  }

  #forget({ kind, metadata }: Shown): void {
    this.#objects.delete(`${kind}/${metadata.name}`);
    this.#onChange();
  }
}
