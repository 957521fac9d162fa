import { onTestFinished } from "vitest";
import { Informer, type Disturbance, type InformerOptions, type Unreadable } from "../../src/kube/index.ts";
import {
  startScriptedServer,
  type Exchange,
  type LiveWatch,
  type ScriptedServer,
} from "./scripted-server.ts";
import { widgetList, widgets, type Widget } from "./widgets.ts";

/** A server with a fixed script: what a list answers, and what happens on each watch in turn. */
export async function serve(
  lists: ((exchange: Exchange) => void)[],
  watches: ((watch: LiveWatch, exchange: Exchange) => void)[],
) {
  const seen = { lists: 0, watches: 0 };
  const server = await startScriptedServer((exchange) => {
    if (exchange.query.get("watch") === "true") {
      const script = watches[Math.min(seen.watches, watches.length - 1)];
      seen.watches += 1;
      script?.(exchange.watch(), exchange);
      return;
    }
    const script = lists[Math.min(seen.lists, lists.length - 1)];
    seen.lists += 1;
    script?.(exchange);
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

interface Heard {
  events: string[];
  missed: number[];
  unreadable: Unreadable[];
  disturbances: Disturbance[];
}

/** An informer of all widgets, and all it said. */
export function watchWidgets(server: ScriptedServer, options: Partial<InformerOptions<Widget>> = {}) {
  const heard: Heard = { events: [], missed: [], unreadable: [], disturbances: [] };
  const informer = new Informer<Widget>({
    api: server.api,
    resource: widgets,
    handler: ({ type, object }) => heard.events.push(`${type} ${object.metadata.name} ${object.spec.size}`),
    now: Date.now,
    random: () => 0.5,
    backoff: { baseMs: 1, maxMs: 20 },
    onMissed: (count) => heard.missed.push(count),
    onUnreadable: (object) => heard.unreadable.push(object),
    onDisturbance: (disturbance) => heard.disturbances.push(disturbance),
    ...options,
  }).start();
  onTestFinished(() => informer.close());
  return { informer, heard };
}

export const listOf =
  (items: unknown[], version: number) =>
  (exchange: Exchange): void =>
    exchange.json(200, widgetList(items, version));
export const quiet = (): void => undefined;
