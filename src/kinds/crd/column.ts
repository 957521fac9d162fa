/** Printer columns: what `kubectl get` shows; priority 1 only with -o wide. */
export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly description: string;
  readonly priority?: 1;
  readonly jsonPath: string;
}

export const text = (name: string, jsonPath: string, description: string): Column => ({
  name,
  type: "string",
  description,
  jsonPath,
});
export const number = (name: string, jsonPath: string, description: string): Column => ({
  ...text(name, jsonPath, description),
  type: "integer",
});
export const wide = (column: Column): Column => ({ ...column, priority: 1 });
export const condition = (type: string, field: string): string =>
  `.status.conditions[?(@.type=="${type}")].${field}`;

export const PHASE = text("Phase", ".status.phase", "Where it is");
export const REASON = text("Reason", condition("Ready", "reason"), "Why it is Ready, or is not");
export const RIG = text("Rig", ".spec.rigRef", "The Rig that it shows");
export const MESSAGE = wide(text("Message", condition("Ready", "message"), "The same in words"));
export const UNCHANGED: Column = {
  ...wide(text("Unchanged", ".status.unchangedSince", "Since when the town has said so, without a change")),
  type: "date",
};
export const AGE: Column = {
  ...text("Age", ".metadata.creationTimestamp", "How old the resource is"),
  type: "date",
};
