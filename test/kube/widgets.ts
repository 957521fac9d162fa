import { z } from "zod";
import { resourceOf } from "../../src/kube/index.ts";

const widgetSchema = z.object({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
  }),
  spec: z.object({ size: z.number() }),
  status: z.unknown().optional(),
});

export type Widget = z.infer<typeof widgetSchema>;

/** A resource type of no meaning, for tests of what is generic. */
export const widgets = resourceOf(
  { group: "test.gastown.io", version: "v1", plural: "widgets", kind: "Widget", namespaced: true },
  widgetSchema,
);

export const widgetsPath = "/apis/test.gastown.io/v1/widgets";

export interface WidgetParts {
  version: number;
  size?: unknown;
  uid?: string;
  namespace?: string;
  status?: unknown;
  labels?: Record<string, string>;
}

/** A widget as the server would send it. */
export function widget(
  name: string,
  { version, size = 1, uid, namespace = "town", status, labels }: WidgetParts,
) {
  return {
    apiVersion: "test.gastown.io/v1",
    kind: "Widget",
    metadata: {
      name,
      namespace,
      uid: uid ?? `uid-${name}`,
      resourceVersion: String(version),
      managedFields: [{ manager: "somebody" }],
      ...(labels === undefined ? {} : { labels }),
    },
    spec: { size },
    ...(status === undefined ? {} : { status }),
  };
}

export function widgetList(items: unknown[], version: number, next?: string) {
  return {
    apiVersion: "test.gastown.io/v1",
    kind: "WidgetList",
    metadata: { resourceVersion: String(version), ...(next === undefined ? {} : { continue: next }) },
    items,
  };
}

export function bookmark(version: number) {
  return { type: "BOOKMARK", object: { kind: "Widget", metadata: { resourceVersion: String(version) } } };
}

/** The Status an API server refuses with. */
export function refusal(code: number, reason: string, message = reason) {
  return { apiVersion: "v1", kind: "Status", status: "Failure", code, reason, message };
}
