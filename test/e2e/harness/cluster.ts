/** A person with kubectl: applies, patches, deletes, and watches what becomes of it. */
import { z } from "zod";
import { GROUP, KINDS, VERSION } from "../../../src/kinds/index.ts";
import {
  connect,
  createKubeApi,
  Informer,
  objectPath,
  resourceOf,
  type KubeApi,
  type ResourceType,
} from "../../../src/kube/index.ts";
import { type Kind, type Manifest } from "./manifests.ts";
import { seenSchema, type Seen } from "./seen.ts";
import { until } from "./until.ts";

const FIELD_MANAGER = "kubectl";
const ALL_KINDS: readonly Kind[] = ["Rig", "Polecat", "Convoy", "Witness", "Refinery", "BeadStore"];

/** One version of an object. `at`: epoch ms at which the watch told it. */
export interface Version {
  readonly at: number;
  readonly object: Seen;
}

export class Cluster {
  readonly api: KubeApi;
  readonly #connection: ReturnType<typeof connect>;
  readonly #informers: readonly Informer<Seen>[];
  readonly #history = new Map<string, Version[]>();
  readonly #present = new Map<string, Seen>();

  /** @param kinds that are watched. */
  constructor(kubeconfig: string, kinds: readonly Kind[] = ALL_KINDS) {
    this.#connection = connect({ kubeconfig }, () => Date.now());
    this.api = createKubeApi(this.#connection);
    this.#informers = kinds.map((kind) =>
      new Informer({
        api: this.api,
        resource: resourceOf(typeOf(kind), seenSchema),
        handler: ({ type, object }) => this.#take(keyOf(kind, object.metadata.name), type, object),
        now: () => Date.now(),
        random: Math.random,
      }).start(),
    );
  }

  async apply(...manifests: readonly Manifest[]): Promise<void> {
    for (const manifest of manifests) {
      const { name, namespace } = manifest.metadata;
      await this.api.request("PATCH", objectPath(typeOf(manifest.kind), { name, namespace }), z.unknown(), {
        body: manifest,
        contentType: "application/apply-patch+yaml",
        query: { fieldManager: FIELD_MANAGER, force: "true" },
      });
    }
  }

  /** A merge patch, as `kubectl patch --type merge` sends it. */
  async patch(kind: Kind, name: string, body: unknown, subresource?: "status"): Promise<void> {
    await this.api.request("PATCH", pathOf(kind, name, subresource), z.unknown(), {
      body,
      contentType: "application/merge-patch+json",
      query: { fieldManager: FIELD_MANAGER },
    });
  }

  async setSpec(kind: Kind, name: string, spec: Readonly<Record<string, unknown>>): Promise<void> {
    await this.patch(kind, name, { spec });
  }

  /** Asks for the deletion; a finalizer may hold the object. */
  async delete(kind: Kind, name: string): Promise<void> {
    await this.api.request("DELETE", pathOf(kind, name), z.unknown());
  }

  /** The object as the watch last told it; undefined where there is none. */
  get(kind: Kind, name: string): Seen | undefined {
    return this.#present.get(keyOf(kind, name));
  }

  all(kind: Kind): readonly Seen[] {
    return [...this.#present.values()].filter((object) => object.kind === kind);
  }

  /** Every version that the watch told, deleted objects included. */
  history(kind: Kind, name: string): readonly Version[] {
    return this.#history.get(keyOf(kind, name)) ?? [];
  }

  /** Phases in the order in which they came, each once in a row. */
  phases(kind: Kind, name: string): readonly string[] {
    const phases = this.history(kind, name).flatMap(({ object }) => object.status.phase ?? []);
    return phases.filter((phase, index) => phase !== phases[index - 1]);
  }

  /** The first version from now on of which `is` holds. */
  async until(kind: Kind, name: string, what: string, is: (object: Seen) => boolean): Promise<Seen> {
    return until(
      `${kind} ${name} ${what}`,
      () => {
        const object = this.get(kind, name);
        return object !== undefined && is(object) ? object : null;
      },
      () => `It is ${JSON.stringify(this.get(kind, name)?.status ?? "not there")}`,
    );
  }

  async untilPhase(kind: Kind, name: string, phase: string): Promise<Seen> {
    return this.until(kind, name, `is ${phase}`, ({ status }) => status.phase === phase);
  }

  async untilGone(kind: Kind, name: string): Promise<void> {
    await until(`${kind} ${name} is gone`, () => this.get(kind, name) === undefined);
  }

  async close(): Promise<void> {
    await Promise.all(this.#informers.map((informer) => informer.close()));
    await this.#connection.close();
  }

  #take(key: string, type: "applied" | "deleted", object: Seen): void {
    this.#history.set(key, [...(this.#history.get(key) ?? []), { at: Date.now(), object }]);
    if (type === "deleted") this.#present.delete(key);
    else this.#present.set(key, object);
  }
}

export function typeOf(kind: Kind): ResourceType {
  const { plural, scope } = KINDS[kind];
  return { group: GROUP, version: VERSION, plural, kind, namespaced: scope === "Namespaced" };
}

function pathOf(kind: Kind, name: string, subresource?: "status"): string {
  const namespace = kind === "Rig" ? undefined : "default";
  return objectPath(typeOf(kind), { name, namespace }, subresource);
}

function keyOf(kind: Kind, name: string): string {
  return `${kind}/${name}`;
}
