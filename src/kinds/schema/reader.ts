/**
 * The boundary at which objects of the API become typed.
 *
 * Metadata and spec are read strictly: their values end up in arguments of gt. The status is read part by part, for
 * the operator is going to write it anew: what a person or another program mangled there is dropped and reported,
 * and the object stays readable. Otherwise one bad edit would take a resource out of the operator's hands.
 */
import { z } from "zod";
import { objectMetaSchema, type ObjectMeta } from "./metadata.ts";

export interface StoredObject<Spec, Status> {
  readonly metadata: ObjectMeta;
  readonly spec: Spec;
  readonly status?: Status | undefined;
}

/** An object, with what had to be dropped from its status; or why it cannot be read, in one line for people. */
export type Reading<Value> =
  | { readonly ok: true; readonly object: Value; readonly dropped: readonly string[] }
  | { readonly ok: false; readonly problem: string };

export type Reader<Value> = (raw: unknown) => Reading<Value>;

const fieldsSchema = z.record(z.string(), z.unknown());

/** Every field of the status schema has to be optional: a part can only be dropped where it may be missing. */
export function readerOf<Spec extends z.ZodType, Status extends z.ZodObject>(
  kind: string,
  specSchema: Spec,
  statusSchema: Status,
): Reader<StoredObject<z.output<Spec>, z.output<Status>>> {
  return (raw) => {
    const fields = fieldsSchema.safeParse(raw);
    if (!fields.success) return { ok: false, problem: `${kind} cannot be read: it is no object` };
    const metadata = objectMetaSchema.safeParse(fields.data["metadata"]);
    const spec = specSchema.safeParse(fields.data["spec"]);
    if (!metadata.success || !spec.success) {
      const issues = [...issuesOf("metadata", metadata.error), ...issuesOf("spec", spec.error)];
      return { ok: false, problem: `${titleOf(kind, metadata.data)} cannot be read: ${issues.join("; ")}` };
    }
    const { status, dropped } = salvage(statusSchema, fields.data["status"]);
    return { ok: true, object: { metadata: metadata.data, spec: spec.data, status }, dropped };
  };
}

/** The same reading as a zod schema, for code that takes one. It does not tell what was dropped. */
export function schemaOf<Value>(reader: Reader<Value>): z.ZodType<Value> {
  return z.unknown().transform((raw, context) => {
    const reading = reader(raw);
    if (reading.ok) return reading.object;
    context.issues.push({ code: "custom", message: reading.problem, input: raw });
    return z.NEVER;
  });
}

interface Salvaged<Status> {
  readonly status: Status | undefined;
  readonly dropped: readonly string[];
}

function salvage<Status extends z.ZodObject>(schema: Status, raw: unknown): Salvaged<z.output<Status>> {
  if (raw === undefined || raw === null) return { status: undefined, dropped: [] };
  const whole = schema.safeParse(raw);
  if (whole.success) return { status: whole.data, dropped: [] };
  const dropped = issuesOf("status", whole.error);
  const fields = fieldsSchema.safeParse(raw);
  if (!fields.success) return { status: undefined, dropped };
  const unreadable = new Set(whole.error.issues.map(({ path }) => path[0]));
  const kept = Object.entries(fields.data).filter(([field]) => !unreadable.has(field));
  return { status: schema.safeParse(Object.fromEntries(kept)).data, dropped };
}

function issuesOf(part: string, error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map(({ path, message }) => `${[part, ...path].join(".")}: ${message}`);
}

function titleOf(kind: string, metadata: ObjectMeta | undefined): string {
  if (metadata === undefined) return kind;
  const { namespace, name } = metadata;
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
