/** What changed of one actor between two moments: conditions, status and context, part by part. Pure. */
import type { Detail } from "../../../src/inspector/detail.ts";

export interface PartChange {
  readonly group: "State" | "Conditions" | "Status" | "Context";
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export function actorDiff(before: Detail, after: Detail): readonly PartChange[] {
  return [
    ...changesIn("State", { state: before.cell.state }, { state: after.cell.state }),
    ...changesIn("Conditions", conditionsOf(before), conditionsOf(after)),
    ...changesIn("Status", withoutState(before), withoutState(after)),
    ...changesIn("Context", partsOf(before.context), partsOf(after.context)),
  ];
}

type Parts = Readonly<Record<string, unknown>>;

/** The machine's state stands in both. */
function withoutState({ status: { state: _state, ...status } }: Detail): Parts {
  return status;
}

function conditionsOf({ conditions }: Detail): Parts {
  return Object.fromEntries(
    conditions.map(({ type, status, reason, message }) => [
      type,
      [`${status} ${reason}`, message].filter(Boolean).join(": "),
    ]),
  );
}

function partsOf(context: unknown): Parts {
  return typeof context === "object" && context !== null ? Object.fromEntries(Object.entries(context)) : {};
}

function changesIn(group: PartChange["group"], before: Parts, after: Parts): readonly PartChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [from, to] = [said(before[name]), said(after[name])];
    return from === to ? [] : [{ group, name, from, to }];
  });
}

function said(value: unknown): string {
  if (value === undefined || value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
