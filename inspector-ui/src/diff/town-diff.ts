/** What changed in the town between two moments. Pure. */
import type { Cell } from "../../../src/inspector/cell.ts";
import { counted } from "../kinds/kind-in-page.ts";
import { wordOf } from "../town/category.ts";
import { words } from "../town/needs.ts";

export interface ActorChange {
  readonly id: string;
  readonly name: string;
  /** As it stands later; as it stood, of one that is gone. */
  readonly cell: Cell;
  readonly how: "appeared" | "gone" | "changed";
  /** `Idle → Working`, `bead al-1 → al-2` */
  readonly what: readonly string[];
}

/** In the order of names; whoever stands as before is left out. */
export function townDiff(
  before: ReadonlyMap<string, Cell>,
  after: ReadonlyMap<string, Cell>,
): readonly ActorChange[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true }),
  );
  return ids.flatMap((id) => changeOf(id, before.get(id), after.get(id)));
}

function changeOf(id: string, before: Cell | undefined, after: Cell | undefined): readonly ActorChange[] {
  const cell = after ?? before;
  if (cell === undefined) return [];
  const base = { id, name: cell.ref.name, cell };
  if (before === undefined) return [{ ...base, how: "appeared", what: [saidOf(cell)] }];
  if (after === undefined) return [{ ...base, how: "gone", what: [`was ${saidOf(cell)}`] }];
  if (before.ref.uid !== after.ref.uid)
    return [{ ...base, how: "appeared", what: ["made anew under its name", saidOf(after)] }];
  const what = differences(before, after);
  return what.length === 0 ? [] : [{ ...base, how: "changed", what }];
}

function saidOf(cell: Cell): string {
  return [wordOf(cell), cell.bead].filter(Boolean).join(" ");
}

const NONE = "none";

function differences(before: Cell, after: Cell): readonly string[] {
  const pair = (name: string, from: string | null, to: string | null): readonly string[] =>
    from === to ? [] : [`${name} ${from ?? NONE} → ${to ?? NONE}`.trim()];
  const told = [
    ...pair("", wordOf(before), wordOf(after)),
    ...pair("bead", before.bead, after.bead),
    ...pair("polecat", before.polecat, after.polecat),
    ...pair("", before.progress, after.progress),
    ...pair("reason", words(before.reason), words(after.reason)),
    ...pair("mode", before.marks.join(", ") || "Manage", after.marks.join(", ") || "Manage"),
  ];
  return told.length > 0 ? told : pair("state", before.state, after.state);
}

/** `3 polecats and 1 convoy changed, 1 polecat appeared.` */
export function diffSentence(changes: readonly ActorChange[]): string {
  if (changes.length === 0) return "Nothing changed.";
  const parts = (["changed", "appeared", "gone"] as const).flatMap((how) => {
    const those = changes.filter((change) => change.how === how);
    if (those.length === 0) return [];
    const kinds = [...Map.groupBy(those, ({ cell }) => cell.ref.kind)].map(([kind, members]) =>
      counted(members.length, kind),
    );
    const verb = how === "gone" ? (those.length === 1 ? "is gone" : "are gone") : how;
    return [`${listed(kinds)} ${verb}`];
  });
  return `${parts.join(", ")}.`;
}

function listed(kinds: readonly string[]): string {
  const [last = "", ...others] = kinds.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
}
