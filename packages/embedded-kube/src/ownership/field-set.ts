import { isJsonObject, type JsonObject, type JsonValue } from "../objects/index.ts";

/**
 * A set of field paths, as structured-merge-diff has it: `members` are paths that end here, `children` go on.
 * Path elements are written as in fieldsV1: `f:name`, `k:{"type":"Ready"}`, `v:"value"`.
 */
export interface FieldSet {
  readonly members: ReadonlySet<string>;
  readonly children: ReadonlyMap<string, FieldSet>;
}

/** A field set under construction. */
export class FieldSetBuilder implements FieldSet {
  readonly members = new Set<string>();
  readonly children = new Map<string, FieldSet>();

  /** Attaches a subtree, unless it is empty. */
  attach(element: string, child: FieldSet): void {
    if (!isEmptySet(child)) this.children.set(element, child);
  }
}

/** The set without any path. */
export const emptySet: FieldSet = new FieldSetBuilder();

/** Whether a set has no path at all. */
export function isEmptySet(set: FieldSet): boolean {
  return set.members.size === 0 && [...set.children.values()].every(isEmptySet);
}

function combine(
  left: FieldSet,
  right: FieldSet,
  keepMember: (element: string) => boolean,
  combineChild: (left: FieldSet, right: FieldSet, element: string) => FieldSet,
): FieldSet {
  const result = new FieldSetBuilder();
  for (const element of left.members) if (keepMember(element)) result.members.add(element);
  for (const [element, child] of left.children) {
    result.attach(element, combineChild(child, right.children.get(element) ?? emptySet, element));
  }
  return result;
}

/** Paths in either set. */
export function union(left: FieldSet, right: FieldSet): FieldSet {
  const result = new FieldSetBuilder();
  for (const element of [...left.members, ...right.members]) result.members.add(element);
  for (const element of new Set([...left.children.keys(), ...right.children.keys()])) {
    result.attach(
      element,
      union(left.children.get(element) ?? emptySet, right.children.get(element) ?? emptySet),
    );
  }
  return result;
}

/** Paths in both sets. */
export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  return combine(left, right, (element) => right.members.has(element), intersection);
}

/** Paths of the first set that are not in the second; what lies below a path of the second stays. */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  return combine(left, right, (element) => !right.members.has(element), difference);
}

/** Like difference, but what lies below a path of the second set goes, too. */
export function recursiveDifference(left: FieldSet, right: FieldSet): FieldSet {
  return combine(
    left,
    right,
    (element) => !right.members.has(element),
    (child, other, element) => (right.members.has(element) ? emptySet : recursiveDifference(child, other)),
  );
}

/** A set of paths given as field names, such as [["status"], ["metadata", "name"]]. */
export function setOfFields(...paths: readonly (readonly [string, ...string[]])[]): FieldSet {
  return paths.reduce<FieldSet>((set, path) => union(set, pathOfFields(path)), emptySet);
}

function pathOfFields([first, second, ...rest]: readonly [string, ...string[]]): FieldSet {
  const result = new FieldSetBuilder();
  if (second === undefined) result.members.add(`f:${first}`);
  else result.attach(`f:${first}`, pathOfFields([second, ...rest]));
  return result;
}

/** Writes a set as fieldsV1. */
export function toFieldsV1(set: FieldSet): JsonObject {
  const result: JsonObject = {};
  for (const element of [...new Set([...set.members, ...set.children.keys()])].sort()) {
    const child = set.children.get(element);
    const isMember = set.members.has(element);
    if (child === undefined) result[element] = {};
    else result[element] = { ...(isMember ? { ".": {} } : {}), ...toFieldsV1(child) };
  }
  return result;
}

/** Reads fieldsV1; undefined when it is no such thing. */
export function fromFieldsV1(value: JsonValue | undefined): FieldSet | undefined {
  if (!isJsonObject(value)) return undefined;
  const result = new FieldSetBuilder();
  for (const [element, below] of Object.entries(value)) {
    // "." belongs to the element above and is read there.
    if (element === ".") continue;
    if (!/^[fkvi]:/.test(element)) return undefined;
    const child = fromFieldsV1(below);
    if (child === undefined || !isJsonObject(below)) return undefined;
    if (Object.keys(below).length === 0 || Object.hasOwn(below, ".")) result.members.add(element);
    result.attach(element, child);
  }
  return result;
}

/** All paths of a set: those ending at each level before those below it. */
export function pathsOf(set: FieldSet, prefix: readonly string[] = []): string[][] {
  const here = [...set.members].sort().map((element) => [...prefix, element]);
  const below = [...set.children].sort(([a], [b]) => (a < b ? -1 : 1));
  return [...here, ...below.flatMap(([element, child]) => pathsOf(child, [...prefix, element]))];
}
