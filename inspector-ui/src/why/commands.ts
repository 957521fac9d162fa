/** Commands: what a person can ask for, by how the resource stands now. The page itself writes nothing. Pure. */
import type { Ask } from "../../../src/kinds/asks.ts";
import type { KindLookup } from "../../../src/kinds/lookup.ts";
import { kindOf } from "../../../src/kinds/registry.ts";
import type { Cell } from "../../../src/inspector/cell.ts";
import type { Detail } from "../../../src/inspector/detail.ts";
import { resourceName } from "../kinds/kind-in-page.ts";
import { describeCommand, patchCommand, remedyFor } from "./remedy.ts";

export interface Command {
  readonly title: string;
  readonly command: string;
  /** The same for whoever has kubectl's plugin. */
  readonly plugin?: string;
}

/** @param kinds where others than those of the registry are served, too. */
export function commandsOf(
  { cell, context, status }: Detail,
  kinds: KindLookup = kindOf,
): readonly Command[] {
  const first =
    cell.trouble === null ? [] : [{ title: "Begin with", command: remedyFor(cell, cell.trouble) }];
  const look = {
    title: "See its whole status",
    command: describeCommand(cell),
    plugin: `kubectl gastown why ${resourceName(cell.ref)}`,
  };
  const asks = kinds(cell.ref.kind)
    .asks({ ...cell, context, status })
    .map((ask) => commandOf(cell, ask));
  const named = new Set<string>();
  return [...first, ...asks, look].filter(({ command }) => {
    const isNew = !named.has(command);
    named.add(command);
    return isNew;
  });
}

function commandOf({ ref }: Cell, ask: Ask): Command {
  if ("command" in ask) return ask;
  const { title, spec, verb, rig } = ask;
  const place = rig === undefined ? ref : { kind: "rig", namespace: "", name: rig };
  const command = patchCommand({ ref: place }, spec);
  return verb === undefined
    ? { title, command }
    : { title, command, plugin: `kubectl gastown ${verb} ${resourceName(place)}` };
}
