import { z } from "zod";
import type { Exchange } from "./scripted-server.ts";
import { refusal, widget } from "./widgets.ts";

const applySchema = z.object({
  metadata: z.object({ name: z.string(), uid: z.string(), resourceVersion: z.string() }),
  status: z.record(z.string(), z.unknown()),
});

/** Widgets whose status can be read and applied, with the API server's rules for it. */
export class StatusServer {
  readonly widgets = new Map<string, { uid: string; version: number; status: unknown }>();
  /** What each apply asked for, in order. */
  readonly applied: { name: string; status: Record<string, unknown> }[] = [];
  #version = 10;
  #holds: (() => void)[] = [];
  #holding = false;
  #refusals: { code: number; reason: string; headers: Record<string, string> }[] = [];
  /** Requests being held or answered at this moment, at most. */
  mostAtOnce = 0;

  add(name: string, status?: unknown, uid = `uid-${name}`): void {
    this.widgets.set(name, { uid, version: (this.#version += 1), status });
  }

  /** Somebody else changes the object: another version, and another status when one is given. */
  touch(name: string, status?: unknown): void {
    const known = this.widgets.get(name);
    if (known !== undefined) this.add(name, status ?? known.status, known.uid);
  }

  /** From now on, requests wait for `release`. */
  hold(): void {
    this.#holding = true;
  }

  get held(): number {
    return this.#holds.length;
  }

  release(): void {
    this.#holding = false;
    for (const go of this.#holds.splice(0)) go();
  }

  refuseNext(code: number, reason: string, headers: Record<string, string> = {}): void {
    this.#refusals.push({ code, reason, headers });
  }

  readonly answer = (exchange: Exchange): void => {
    if (!this.#holding) {
      this.#handle(exchange);
      return;
    }
    this.#holds.push(() => this.#handle(exchange));
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#holds.length);
  };

  #handle({ method, path, body, json }: Exchange): void {
    const refused = this.#refusals.shift();
    if (refused !== undefined) {
      json(refused.code, refusal(refused.code, refused.reason), refused.headers);
      return;
    }
    const name = path.split("/")[7] ?? "";
    const known = this.widgets.get(name);
    if (known === undefined) {
      json(404, refusal(404, "NotFound"));
      return;
    }
    if (method === "PATCH") {
      const asked = applySchema.parse(body);
      // As the real one: on a status the UID is not compared, the resource version is.
      if (asked.metadata.resourceVersion !== String(known.version)) {
        json(409, refusal(409, "Conflict"));
        return;
      }
      this.applied.push({ name, status: asked.status });
      if (JSON.stringify(asked.status) !== JSON.stringify(known.status)) this.touch(name, asked.status);
    }
    const { uid, version, status } = this.widgets.get(name) ?? known;
    json(200, widget(name, { uid, version, status }));
  }
}
