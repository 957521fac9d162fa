/** The HTTP probes of a container that is a process: whether it has started, and whether it is ready. */
import type { ProcessSpec } from "./process-shape.ts";

export class Probes {
  /** Null: it has no startup probe. */
  readonly started: Promise<void> | null;
  readonly #timer: NodeJS.Timeout;
  readonly #port: () => number | undefined;
  readonly #onReady: (isReady: boolean) => void;
  readonly #readyPath: string | undefined;
  #startupPath: string | undefined;
  #onStarted: () => void = () => undefined;
  #wasReady: boolean | null = null;
  #isStopped = false;

  /** @param port at which they are answered, once that is known. @param onReady whenever the answer is another one. */
  constructor(
    { startupProbe, readinessProbe }: ProcessSpec,
    everyMs: number,
    port: () => number | undefined,
    onReady: (isReady: boolean) => void,
  ) {
    this.#port = port;
    this.#onReady = onReady;
    this.#startupPath = startupProbe?.httpGet.path;
    this.#readyPath = readinessProbe?.httpGet.path;
    this.started = startupProbe === undefined ? null : new Promise((resolve) => (this.#onStarted = resolve));
    this.#timer = setInterval(() => void this.#look(), everyMs);
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#startupPath !== undefined) {
      if (!(await this.#isAnswered(this.#startupPath))) return;
      this.#startupPath = undefined;
      this.#onStarted();
    }
    if (this.#readyPath === undefined) return;
    const isReady = await this.#isAnswered(this.#readyPath);
    if (this.#isStopped || isReady === this.#wasReady) return;
    this.#wasReady = isReady;
    this.#onReady(isReady);
  }

  async #isAnswered(path: string): Promise<boolean> {
    const port = this.#port();
    if (port === undefined) return false;
    try {
      return (await fetch(`http://127.0.0.1:${port}${path}`)).ok;
    } catch {
      return false;
    }
  }
}
