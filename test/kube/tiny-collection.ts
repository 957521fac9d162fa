import type { Exchange, LiveWatch } from "./scripted-server.ts";
import { bookmark, refusal, widget, widgetList } from "./widgets.ts";

type Widget = ReturnType<typeof widget>;
interface Change {
  type: "ADDED" | "MODIFIED" | "DELETED";
  object: Widget;
  version: number;
}

/** The least a server needs to be listed and watched truthfully, and every way it can misbehave on the wire. */
export class TinyCollection {
  readonly #objects = new Map<string, Widget>();
  readonly #pages = new Map<string, { rest: Widget[]; version: number }>();
  #log: Change[] = [];
  #forgotten = 0;
  #version = 100;
  #watches: { live: LiveWatch; mute: boolean }[] = [];
  #refusals: { code: number; reason: string }[] = [];

  readonly answer = (exchange: Exchange): void => {
    const refused = this.#refusals.shift();
    if (refused !== undefined) exchange.json(refused.code, refusal(refused.code, refused.reason));
    else if (exchange.query.get("watch") === "true") this.#watch(exchange);
    else this.#list(exchange);
  };

  /** Names, identities and versions of what exists, sorted. */
  state(): string[] {
    return [...this.#objects.values()].map(identity).sort();
  }

  put(name: string, size: number): void {
    const known = this.#objects.get(name);
    const uid = known?.metadata.uid ?? `uid-${name}-${this.#version}`;
    const object = widget(name, { version: (this.#version += 1), size, uid });
    this.#objects.set(name, object);
    this.#publish({ type: known === undefined ? "ADDED" : "MODIFIED", object, version: this.#version });
  }

  remove(name: string): void {
    const known = this.#objects.get(name);
    if (known === undefined) return;
    this.#objects.delete(name);
    const object = widget(name, { version: (this.#version += 1), uid: known.metadata.uid });
    this.#publish({ type: "DELETED", object, version: this.#version });
  }

  /** Disturbances of the wire; none of them changes an object. */
  cut(): void {
    for (const { live } of this.#watches.splice(0)) live.cut();
  }

  end(): void {
    for (const { live } of this.#watches.splice(0)) live.end();
  }

  /** Half-open: the connections stay, and nothing comes any more. */
  mute(): void {
    for (const watch of this.#watches) watch.mute = true;
  }

  say(text: string): void {
    for (const { live, mute } of this.#watches) if (!mute) live.raw(text);
  }

  bookmark(): void {
    this.say(`${JSON.stringify(bookmark(this.#version))}\n`);
  }

  /** Compaction: nobody can resume from before now, and no list can be continued. */
  forget(): void {
    this.#log = [];
    this.#pages.clear();
    this.#forgotten = this.#version;
  }

  refuseNext(code: number, reason: string): void {
    this.#refusals.push({ code, reason });
  }

  #publish(change: Change): void {
    this.#log.push(change);
    for (const { live, mute } of this.#watches)
      if (!mute) live.send({ type: change.type, object: change.object });
  }

  #list({ query, json }: Exchange): void {
    const token = query.get("continue");
    const page =
      token === null ? { rest: [...this.#objects.values()], version: this.#version } : this.#pages.get(token);
    if (page === undefined) {
      json(410, refusal(410, "Expired"));
      return;
    }
    const limit = Number(query.get("limit") ?? page.rest.length);
    const rest = page.rest.slice(limit);
    const next = rest.length === 0 ? undefined : `page-${this.#pages.size}-${this.#version}`;
    if (next !== undefined) this.#pages.set(next, { rest, version: page.version });
    json(200, widgetList(page.rest.slice(0, limit), page.version, next));
  }

  #watch(exchange: Exchange): void {
    const from = Number(exchange.query.get("resourceVersion"));
    const live = exchange.watch();
    if (from < this.#forgotten) {
      live.send({ type: "ERROR", object: refusal(410, "Expired", "too old resource version") });
      live.end();
      return;
    }
    for (const { type, object, version } of this.#log) if (version > from) live.send({ type, object });
    this.#watches.push({ live, mute: false });
  }
}

/** An object's name, identity and version in one string. */
export function identity({
  metadata,
}: {
  metadata: { name: string; uid: string; resourceVersion: string };
}): string {
  return `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`;
}
