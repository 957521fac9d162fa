import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import { type Client, objectOf } from "./client.ts";

/** What the suites write: the operator's kinds, and Widgets for what the operator's schemas do not have. */
export const gastown = "/apis/gastown.gastown.io/v1alpha1";
export const rigs = `${gastown}/rigs`;
export const widgetsOf = (namespace: string): string =>
  `/apis/test.gastown.io/v1/namespaces/${namespace}/widgets`;
export const polecatsOf = (namespace: string): string => `${gastown}/namespaces/${namespace}/polecats`;
export const convoysOf = (namespace: string): string => `${gastown}/namespaces/${namespace}/convoys`;

type Fields = Readonly<Record<string, unknown>>;

function object(apiVersion: string, kind: string, name: string | undefined, spec: Fields, metadata: Fields) {
  return { apiVersion, kind, metadata: { ...(name === undefined ? {} : { name }), ...metadata }, spec };
}

export function polecat(name: string | undefined, spec: Fields = {}, metadata: Fields = {}) {
  return object("gastown.gastown.io/v1alpha1", "Polecat", name, { rig: "alpha", ...spec }, metadata);
}

export function rig(name: string, spec: Fields = {}, metadata: Fields = {}) {
  const all = { gitURL: "git@example.com:alpha.git", beadsPrefix: "al", localPath: "/town/alpha", ...spec };
  return object("gastown.gastown.io/v1alpha1", "Rig", name, all, metadata);
}

export function convoy(name: string, trackedBeads: readonly string[], spec: Fields = {}) {
  return object(
    "gastown.gastown.io/v1alpha1",
    "Convoy",
    name,
    { description: "release", trackedBeads, ...spec },
    {},
  );
}

export function widget(name: string | undefined, spec: Fields = {}, metadata: Fields = {}) {
  return object("test.gastown.io/v1", "Widget", name, spec, metadata);
}

export function condition(type: string, status: string, reason = "Observed", message = "") {
  return { type, status, reason, message, lastTransitionTime: "2026-01-02T03:04:05Z" };
}

/** A name that nobody else uses on this server. */
export function freshName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

/** A new namespace's name; the namespace is left behind with all that is in it. */
export async function freshNamespace(client: Client): Promise<string> {
  const name = freshName("town");
  objectOf(
    await client.post("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } }),
  );
  return name;
}

/** Creates a cluster-scoped Rig that is gone when the test is over. */
export async function aRig(client: Client, spec: Fields = {}, metadata: Fields = {}) {
  const name = freshName("rig");
  const answer = await client.post(rigs, rig(name, spec, metadata));
  onTestFinished(async () => {
    await client.delete(`${rigs}/${name}`);
  });
  return objectOf(answer);
}
