import { afterAll, describe, expect, it } from "vitest";
import { createChance, type Chance } from "@gastown/testing";
import { Client, listOf, objectOf, types, type ApiServer } from "./client.ts";
import { freshNamespace, widget, widgetsOf } from "./given.ts";
import type { Watch } from "./watch.ts";

const names = ["x", "y"];
const managers = ["alice", "bob", "carol"];
const values = ["abc", "abd", "abe"];
const places = ["code", "note", "labels.p", "parts.a", "parts.b"];

/** Leaves of a Widget's spec by place; `parts.a` stands for the value of the item named a. */
type Leaves = Map<string, string>;

interface Widget {
  readonly live: Leaves;
  /** Who has applied which leaves and still owns them. */
  readonly applied: Map<string, Set<string>>;
  readonly updated: Set<string>;
}

function specOf(leaves: ReadonlyMap<string, string>): Record<string, unknown> {
  const at = (place: string) => (leaves.has(place) ? leaves.get(place) : undefined);
  const parts = ["a", "b"]
    .filter((name) => leaves.has(`parts.${name}`))
    .map((name) => ({ name, value: at(`parts.${name}`) }));
  return {
    ...(leaves.has("code") ? { code: at("code") } : {}),
    ...(leaves.has("note") ? { note: at("note") } : {}),
    ...(leaves.has("labels.p") ? { labels: { p: at("labels.p") } } : {}),
    ...(parts.length === 0 ? {} : { parts }),
  };
}

/** The places that a fieldsV1 of a spec names. */
function placesOf(fields: unknown): string[] {
  const text = JSON.stringify(fields);
  const spec =
    (fields as { "f:spec"?: Record<string, Record<string, Record<string, unknown>>> })["f:spec"] ?? {};
  const has = (...path: string[]) =>
    path.reduce<Record<string, unknown> | undefined>(
      (node, key) => node?.[key] as Record<string, unknown> | undefined,
      spec,
    ) !== undefined;
  expect(text).not.toContain("f:size");
  return places.filter((place) => {
    const [first = "", second] = place.split(".");
    if (second === undefined) return has(`f:${first}`);
    return first === "parts"
      ? has("f:parts", `k:{"name":"${second}"}`, "f:value")
      : has("f:labels", `f:${second}`);
  });
}

class Town {
  readonly #client: Client;
  readonly #widgets: string;
  readonly #chance: Chance;
  readonly #model = new Map<string, Widget>();

  constructor(client: Client, widgets: string, random: Chance) {
    this.#client = client;
    this.#widgets = widgets;
    this.#chance = random;
  }

  async step(): Promise<void> {
    const name = this.#chance.pick(names);
    const known = this.#model.get(name);
    const dice = this.#chance.below(100);
    if (known === undefined || dice < 65) await this.#apply(name, known);
    else if (dice < 85) await this.#update(name, known);
    else if (dice < 93) await this.#relabel(name);
    else await this.#remove(name);
    await this.#check(name);
  }

  async #apply(name: string, known: Widget | undefined): Promise<void> {
    const manager = this.#chance.pick(managers);
    const chosen = places.filter(() => this.#chance.happens(0.4));
    const config: Leaves = new Map(chosen.map((place) => [place, this.#chance.pick(values)]));
    const force = this.#chance.happens(0.3);
    const body = { ...widget(name, specOf(config)), spec: specOf(config) };
    const answer = await this.#client.apply(
      `${this.#widgets}/${name}`,
      manager,
      body,
      force ? { force: "true" } : {},
    );
    const { live, applied, updated } = known ?? {
      live: new Map(),
      applied: new Map<string, Set<string>>(),
      updated: new Set<string>(),
    };
    const changed = chosen.filter((place) => live.get(place) !== config.get(place));
    const others = [...applied].filter(([other]) => other !== manager).map(([, owned]) => owned);
    const contested = changed.filter(
      (place) => updated.has(place) || others.some((owned) => owned.has(place)),
    );
    if (contested.length > 0 && !force) {
      expect(answer.code).toBe(409);
      const { details } = answer.body as { details: { causes: { field: string }[] } };
      expect(details.causes.length).toBeGreaterThanOrEqual(contested.length);
      return;
    }
    expect(answer.code).toBe(known === undefined ? 201 : 200);
    for (const place of changed) for (const owned of [updated, ...others]) owned.delete(place);
    const givenUp = [...(applied.get(manager) ?? [])].filter((place) => !config.has(place));
    applied.set(manager, new Set(chosen));
    for (const [place, value] of config) live.set(place, value);
    for (const place of givenUp)
      if (!updated.has(place) && !others.some((owned) => owned.has(place))) live.delete(place);
    this.#model.set(name, { live, applied, updated });
  }

  /** A merge patch of one field by a program that applies nothing. */
  async #update(name: string, { live, applied, updated }: Widget): Promise<void> {
    const place = this.#chance.pick(["code", "note"]);
    const value = this.#chance.pick([...values, null]);
    const spec = { [place]: value };
    // A null where null may be would be kept: a JSON patch removes.
    const path = `${this.#widgets}/${name}`;
    if (value === null && !live.has(place)) return;
    const answer =
      value === null
        ? await this.#client.patch(path, types.json, [{ op: "remove", path: `/spec/${place}` }])
        : await this.#client.patch(path, types.merge, { spec });
    expect(answer.code).toBe(200);
    if (value === live.get(place)) return;
    for (const owned of [updated, ...applied.values()]) owned.delete(place);
    if (value === null) live.delete(place);
    else {
      live.set(place, value);
      updated.add(place);
    }
  }

  async #relabel(name: string): Promise<void> {
    const labels = { team: this.#chance.pick(["red", "blue"]) };
    expect(
      await this.#client.patch(`${this.#widgets}/${name}`, types.merge, { metadata: { labels } }),
    ).toMatchObject({ code: 200 });
  }

  async #remove(name: string): Promise<void> {
    expect(await this.#client.delete(`${this.#widgets}/${name}`)).toMatchObject({ code: 200 });
    this.#model.delete(name);
  }

  async #check(name: string): Promise<void> {
    const expected = this.#model.get(name);
    const answer = await this.#client.get(`${this.#widgets}/${name}`);
    if (expected === undefined) {
      expect(answer.code).toBe(404);
      return;
    }
    const { spec, metadata } = objectOf(answer);
    for (const manager of managers) {
      const entry = metadata.managedFields?.find(
        (field) => field.manager === manager && field["operation"] === "Apply",
      );
      const owned = [...(expected.applied.get(manager) ?? [])].sort();
      expect([manager, placesOf(entry?.["fieldsV1"] ?? {}).sort()]).toEqual([manager, owned]);
    }
    const { code, note, labels, parts } = (spec ?? {}) as Record<
      string,
      Record<string, string> | { name: string; value?: string }[]
    >;
    const seen = new Map<string, unknown>(
      Object.entries({ code, note }).filter(([, value]) => value !== undefined),
    );
    if (labels !== undefined && "p" in labels) seen.set("labels.p", labels.p);
    for (const part of Array.isArray(parts) ? parts : [])
      if (part.value !== undefined) seen.set(`parts.${part.name}`, part.value);
    expect(seen).toEqual(expected.live);
  }
}

/** What a watcher knows by its events alone: names with resource versions. */
function replayed(watch: Watch): Map<string, string> {
  const known = new Map<string, string>();
  for (const { type, object } of watch.events) {
    const { name = "", resourceVersion = "" } = object.metadata;
    if (type === "ADDED") expect(known.has(name)).toBe(false);
    if (type === "MODIFIED" || type === "DELETED") expect(known.has(name)).toBe(true);
    if (type === "DELETED") known.delete(name);
    else if (type !== "BOOKMARK") known.set(name, resourceVersion);
  }
  return known;
}

export function ownershipProperty(server: ApiServer): void {
  describe("Any sequence of writes by several managers", () => {
    const client = new Client(server);
    afterAll(() => client.close());

    it.each([1, 2, 3, 4, 5, 6])(
      "keeps ownership to what each applied, and watchers to the list (seed %i)",
      async (seed) => {
        const widgets = widgetsOf(await freshNamespace(client));
        const town = new Town(client, widgets, createChance(seed));
        await using all = await client.watch(widgets);
        await using red = await client.watch(widgets, { labelSelector: "team=red" });
        for (let step = 0; step < 60; step += 1) await town.step();
        await client.post(widgets, widget("last", {}, { labels: { team: "red" } }));
        for (const [watch, query] of [
          [all, {}],
          [red, { labelSelector: "team=red" }],
        ] as const) {
          await watch.next(({ object }) => object.metadata.name === "last");
          const { items } = listOf(await client.get(widgets, query));
          expect(replayed(watch)).toEqual(
            new Map(items.map(({ metadata }) => [metadata.name, metadata.resourceVersion])),
          );
        }
      },
    );
  });
}
