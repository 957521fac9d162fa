/** The objects of a Kubernetes API in memory: what requests do to them, and the frames that watches get. */
import { isDeepStrictEqual } from "node:util";
import jsonPatch, { type Operation } from "fast-json-patch";
import { z } from "zod";
import { ALL_KINDS, API_VERSION } from "../../src/kinds/index.ts";
import { ApiError } from "../../src/kube/index.ts";
import { eventProblem, statusProblem } from "./refusals-of-limits.ts";

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().default(""),
    resourceVersion: z.string().default(""),
    generation: z.number().default(1),
    creationTimestamp: z.string().default(""),
    annotations: z.record(z.string(), z.string()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    finalizers: z.array(z.string()).optional(),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.record(z.string(), z.unknown()).default({}),
  status: z.record(z.string(), z.unknown()).optional(),
});

export type MemoryObject = z.infer<typeof objectSchema>;

export interface Frame {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: MemoryObject;
  readonly version: number;
}

const statusBody = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  status: z.record(z.string(), z.unknown()),
});
const operations: z.ZodType<Operation[]> = z.array(
  z.looseObject({ op: z.string(), path: z.string() }) as never,
);
const deleteBody = z.looseObject({
  preconditions: z.object({ uid: z.string().optional(), resourceVersion: z.string().optional() }).optional(),
});
const eventBody = z.looseObject({
  regarding: z.looseObject({ name: z.string() }),
  reason: z.string(),
  note: z.string(),
});

export class MemoryStore {
  readonly objects = new Map<string, MemoryObject>();
  readonly events: z.infer<typeof eventBody>[] = [];
  /** Every status that was ever written, in order. */
  readonly writes: { readonly name: string; readonly status: Readonly<Record<string, unknown>> }[] = [];
  /** Watches from before this version are told that their history is gone. */
  oldest = 0;
  readonly #now: () => number;
  readonly #frames = new Map<string, Frame[]>();
  readonly #listeners = new Set<(plural: string, frame: Frame) => void>();
  #version = 1;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Somebody creates an object; `name` alone is enough for one in `default`. */
  create(plural: string, kind: string, name: string, parts: Readonly<Record<string, unknown>>): void {
    const place = kind === "Rig" ? {} : { namespace: "default" };
    const { metadata = {}, ...rest } = parts;
    const body = {
      apiVersion: API_VERSION,
      kind,
      ...rest,
      metadata: { name, ...place, ...(metadata as object) },
    };
    this.#add(`${kind === "Rig" ? "" : "default/"}${plural}/${name}`, objectSchema.parse(body));
  }

  /** Drops what was written and told until now: whoever watches has to have heard of it. */
  forgetThePast(): void {
    this.events.length = 0;
    this.writes.length = 0;
    this.#frames.clear();
    this.oldest = this.#version;
  }

  /** The version of the newest change. */
  get version(): number {
    return this.#version;
  }

  list(plural: string): readonly MemoryObject[] {
    return [...this.objects.values()].filter((object) => pluralOf(object) === plural);
  }

  /** The list as it was at an earlier version: what a lagging server still answers. */
  listAt(plural: string, version: number): readonly MemoryObject[] {
    const then = new Map<string, MemoryObject>();
    for (const { type, object, version: at } of this.#frames.get(plural) ?? []) {
      if (at > version) break;
      const { namespace = "", name } = object.metadata;
      if (type === "DELETED") then.delete(`${namespace}/${name}`);
      else then.set(`${namespace}/${name}`, object);
    }
    return [...then.values()];
  }

  /** Changes of one type after a version, oldest first. */
  framesAfter(plural: string, version: number): readonly Frame[] {
    return (this.#frames.get(plural) ?? []).filter((frame) => frame.version > version);
  }

  /** Tells of each change at once; returns how to stop. */
  subscribe(listener: (plural: string, frame: Frame) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  object(key: string): MemoryObject {
    const object = this.objects.get(key);
    if (object === undefined) throw new Error(`there is no ${key}`);
    return object;
  }

  /** Somebody changes the spec. */
  edit(key: string, spec: Readonly<Record<string, unknown>>): void {
    const object = this.object(key);
    const { generation } = object.metadata;
    const metadata = { ...object.metadata, generation: generation + 1 };
    this.#store(key, { ...object, metadata, spec: { ...object.spec, ...spec } });
  }

  /** Somebody puts another object in its place, status included. */
  overwrite(key: string, object: MemoryObject): void {
    this.#store(key, object);
  }

  annotate(key: string, annotations: Readonly<Record<string, string>>): void {
    const object = this.object(key);
    this.#store(key, { ...object, metadata: { ...object.metadata, annotations: { ...annotations } } });
  }

  remove(key: string): void {
    const object = this.object(key);
    const { finalizers = [], generation } = object.metadata;
    if (finalizers.length === 0) {
      this.objects.delete(key);
      this.#publish("DELETED", object);
      return;
    }
    const deletionTimestamp = new Date(this.#now()).toISOString();
    this.#store(key, {
      ...object,
      metadata: { ...object.metadata, deletionTimestamp, generation: generation + 1 },
    });
  }

  /** What the server does with a request. @throws ApiError where it says no. */
  answer(method: string, path: string, body: unknown, contentType: string | undefined): unknown {
    const { key, plural, name, isStatus } = address(path);
    if (plural === "events") return this.#event(body);
    if (method === "POST") return this.#create(path, plural, objectSchema.parse(body));
    if (name === undefined) {
      return { metadata: { resourceVersion: String(this.#version) }, items: this.list(plural) };
    }
    const object = this.objects.get(key);
    if (object === undefined) throw refused(`${method} ${path}`, 404, "NotFound");
    if (method === "GET") return object;
    if (method === "PUT") return this.#replace(key, object, objectSchema.parse(body));
    if (method === "DELETE") {
      const { uid, resourceVersion } = deleteBody.parse(body ?? {}).preconditions ?? {};
      const isOther = (given: string | undefined, present: string): boolean =>
        given !== undefined && given !== present;
      if (isOther(uid, object.metadata.uid) || isOther(resourceVersion, object.metadata.resourceVersion))
        throw refused(`${method} ${path}`, 409, "Conflict");
      this.remove(key);
      return {};
    }
    return isStatus ? this.#applyStatus(key, object, body) : this.#patch(key, object, body, contentType);
  }

  #event(body: unknown): unknown {
    const event = eventBody.safeParse(body);
    const problem = event.success ? eventProblem(event.data) : null;
    if (problem !== null) throw refused("POST events", 422, "Invalid", problem);
    if (event.success) this.events.push(event.data);
    return {};
  }

  #create(path: string, plural: string, object: MemoryObject): MemoryObject {
    const { name, namespace } = object.metadata;
    const key = `${namespace === undefined ? "" : `${namespace}/`}${plural}/${name}`;
    if (this.objects.has(key)) throw refused(`POST ${path}`, 409, "AlreadyExists");
    return this.#add(key, object);
  }

  #add(key: string, object: MemoryObject): MemoryObject {
    const creationTimestamp = new Date(this.#now()).toISOString();
    // A real one is short, however long the name is.
    const uid = `uid-${object.metadata.name.slice(0, 20)}-${this.#version}`;
    return this.#store(key, { ...object, metadata: { ...object.metadata, uid, creationTimestamp } }, "ADDED");
  }

  #applyStatus(key: string, object: MemoryObject, body: unknown): MemoryObject {
    const { metadata, status } = statusBody.parse(body);
    if (metadata.resourceVersion !== object.metadata.resourceVersion) throw refused(key, 409, "Conflict");
    const problem = statusProblem(object.kind, status);
    if (problem !== null) throw refused(key, 422, "Invalid", problem);
    this.writes.push({ name: object.metadata.name, status });
    return isDeepStrictEqual(status, object.status) ? object : this.#store(key, { ...object, status });
  }

  #replace(key: string, object: MemoryObject, body: MemoryObject): MemoryObject {
    if (body.metadata.resourceVersion !== object.metadata.resourceVersion)
      throw refused(key, 409, "Conflict");
    return this.#store(key, { ...object, spec: body.spec });
  }

  #patch(key: string, object: MemoryObject, body: unknown, contentType: string | undefined): MemoryObject {
    if (contentType !== "application/json-patch+json") throw refused(key, 415, "UnsupportedMediaType");
    const patched = objectSchema.parse(
      jsonPatch.applyPatch(structuredClone(object), operations.parse(body), true).newDocument,
    );
    const { deletionTimestamp, finalizers = [] } = patched.metadata;
    if (deletionTimestamp === undefined || finalizers.length > 0) return this.#store(key, patched);
    this.objects.delete(key);
    this.#publish("DELETED", patched);
    return patched;
  }

  #store(key: string, object: MemoryObject, type: Frame["type"] = "MODIFIED"): MemoryObject {
    const stored = this.#publish(type, object);
    this.objects.set(key, stored);
    return stored;
  }

  #publish(type: Frame["type"], object: MemoryObject): MemoryObject {
    this.#version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    const published = frozen(structuredClone({ ...object, metadata }));
    const frame: Frame = { type, object: published, version: this.#version };
    const plural = pluralOf(object);
    const frames = this.#frames.get(plural) ?? [];
    this.#frames.set(plural, frames);
    frames.push(frame);
    for (const listener of this.#listeners) listener(plural, frame);
    return published;
  }
}

/** What is stored is handed out as it is: whoever changed it would change the server's past. */
function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

const PLURALS = new Map(ALL_KINDS.map(({ name, plural }) => [name, plural]));

function pluralOf({ kind }: MemoryObject): string {
  return PLURALS.get(kind) ?? `${kind.toLowerCase()}s`;
}

/** `/apis/GROUP/VERSION[/namespaces/NAMESPACE]/PLURAL[/NAME[/status]]` */
export function address(path: string): {
  key: string;
  plural: string;
  name: string | undefined;
  isStatus: boolean;
} {
  const parts = path.split("/").slice(4);
  const namespace = parts[0] === "namespaces" ? parts[1] : undefined;
  const [plural = "", name, subresource] = namespace === undefined ? parts : parts.slice(2);
  const place = namespace === undefined ? "" : `${namespace}/`;
  return { key: `${place}${plural}/${name ?? ""}`, plural, name, isStatus: subresource === "status" };
}

export function refused(request: string, code: number, reason: string, message = reason): ApiError {
  return new ApiError({ request, code, status: { code, reason, message } });
}
