import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { errnoOf, fileOf, troubleWith } from "@gastown/system";
import { isKubeObject, listPieces, parseJson, toJson, type KubeObject } from "../objects/index.ts";
import { jsonText } from "./json-text.ts";
import type { Located, ObjectStore } from "./object-store.ts";

/** The file that keeps the objects cannot be read or written. */
export class PersistenceError extends Error {
  override readonly name = "PersistenceError";
}

/** What a file held. */
export interface SavedState {
  readonly revision: number;
  readonly objects: readonly { readonly storage: string; readonly object: KubeObject }[];
}

const shape = z.object({
  format: z.literal("gastown-embedded-api/1"),
  revision: z.number().int(),
  objects: z.array(z.object({ storage: z.string(), object: z.unknown() })),
});

/**
 * Saves come after the answers to clients, so a crash may lose the last of them. Clients may then know resource versions
 * above the saved one; going on from far above makes sure that none is given out twice.
 */
const revisionsLostAtMost = 1_000_000;
const saveDelayMs = 200;

/** Reads a file; undefined when there is none yet. Throws PersistenceError when it is no saved state. */
export async function readSavedState(path: string): Promise<SavedState | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (errnoOf(cause) === "ENOENT") return undefined;
    throw new PersistenceError(
      `Cannot read ${troubleWith(path, cause)}; make it readable or choose another file.`,
      { cause },
    );
  }
  try {
    const saved = shape.parse(parseJson(text));
    const objects = saved.objects.map(({ storage, object }) => {
      const json = toJson(object);
      if (!isKubeObject(json)) throw new TypeError("an entry is no Kubernetes object");
      return { storage, object: json };
    });
    return { revision: saved.revision + revisionsLostAtMost, objects };
  } catch (cause) {
    throw new PersistenceError(
      `${path} holds no saved state of an embedded API; move it away to start empty.`,
      { cause },
    );
  }
}

/**
 * Keeps a file up to date with a store. A save that fails must not end the server, whose clients it does not concern: it is
 * tried again until it succeeds, and at the latest stop() tells of it.
 */
export class Persistence {
  readonly #path: string;
  readonly #store: ObjectStore;
  readonly #skipped: ReadonlySet<string>;
  #saving: Promise<void> | undefined;
  #dirty = false;
  readonly #stopped = new AbortController();

  /** `skipped` names collections that are not saved because they are made anew at each start. */
  constructor(path: string, store: ObjectStore, skipped: ReadonlySet<string>) {
    this.#path = path;
    this.#store = store;
    this.#skipped = skipped;
    store.onChange(() => this.#changed());
  }

  /** Saves what is not saved yet; later changes are not saved any longer. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#saving;
    await this.#save();
  }

  #changed(): void {
    this.#dirty = true;
    if (this.#stopped.signal.aborted) return;
    this.#saving ??= this.#saveSoon().finally(() => (this.#saving = undefined));
  }

  async #saveSoon(): Promise<void> {
    while (this.#dirty) {
      // Waiting collects the changes of a burst into one write of the file.
      const stopped = await sleep(saveDelayMs, false, { signal: this.#stopped.signal }).catch(() => true);
      if (stopped) return;
      this.#dirty = false;
      await this.#save().catch(() => {
        this.#dirty = true;
      });
    }
  }

  async #save(): Promise<void> {
    const temporary = `${this.#path}.tmp`;
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      const file = await open(temporary, "w", 0o600);
      try {
        await file.writeFile(this.#text());
        await file.sync();
      } finally {
        await file.close();
      }
      // A rename is atomic: a reader (or a crash) sees the old file or the new one, never half of one.
      await rename(temporary, this.#path);
    } catch (cause) {
      const trouble = troubleWith(fileOf(cause, this.#path), cause);
      throw new PersistenceError(`Cannot save to ${this.#path}, ${trouble}`, { cause });
    }
  }

  /** What the file holds is settled by the call; its text is made as it is written. */
  #text(): Iterable<string> {
    const saved = this.#store.all().filter(({ storage }) => !this.#skipped.has(storage));
    const revision = String(this.#store.revision);
    const head = `{"format":"gastown-embedded-api/1","revision":${revision},"objects":[\n`;
    return listPieces({ head, items: savedTexts(saved), separator: ",\n", tail: "\n]}\n" });
  }
}

function* savedTexts(saved: readonly Located[]): Generator<string> {
  for (const { storage, object } of saved) {
    yield `{"storage":${JSON.stringify(storage)},"object":${jsonText(object)}}`;
  }
}
