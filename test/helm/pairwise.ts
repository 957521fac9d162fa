/** Pairwise: few rows in which each value of each field stands beside each value of each other field. */
import { createChance, type Chance } from "@gastown/testing";
import { brokenRules, RULES } from "./value-rules.ts";
import type { Row } from "./value-samples.ts";

/** So many rows are tried for each that is kept. */
const TRIES = 6;
/** Of one try: a pair that no row can have would else be tried with everything. */
const MOST_STEPS = 3_000;

export interface Pairwise {
  /** Rows that break no rule. */
  readonly rows: readonly Row[];
  /** Pairs that stand in none of them, because whatever has both breaks a rule. */
  readonly left: readonly Row[];
}

type Choice = { readonly path: string; readonly value: unknown; readonly id: number };
type Chosen = ReadonlyMap<string, Choice>;

export function pairwise(fields: ReadonlyMap<string, readonly unknown[]>, seed: number): Pairwise {
  const chance = createChance(seed);
  let id = 0;
  const choices = [...fields].map(([path, values]) =>
    values.map((value): Choice => ({ path, value, id: (id += 1) })),
  );
  const uncovered = new Map<number, readonly [Choice, Choice]>();
  for (const [index, ones] of choices.entries()) {
    for (const other of choices.slice(index + 1).flat()) {
      for (const one of ones) uncovered.set(keyOf(one, other), [one, other]);
    }
  }
  const rows: Row[] = [];
  const left: Row[] = [];
  for (let next = first(uncovered); next !== undefined; next = first(uncovered)) {
    const [key, pair] = next;
    const best = bestOf(choices, pair, uncovered, chance);
    if (best === null) left.push(rowOf(pair));
    else {
      rows.push(rowOf(best));
      for (const covered of keysOf(best)) uncovered.delete(covered);
    }
    uncovered.delete(key);
  }
  return { rows, left };
}

type Uncovered = ReadonlyMap<number, readonly [Choice, Choice]>;

function first(uncovered: Uncovered): readonly [number, readonly [Choice, Choice]] | undefined {
  for (const entry of uncovered) return entry;
  return undefined;
}

function bestOf(
  choices: readonly (readonly Choice[])[],
  pair: readonly Choice[],
  uncovered: Uncovered,
  chance: Chance,
): readonly Choice[] | null {
  let best: { readonly row: readonly Choice[]; readonly gain: number } | null = null;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const order = choices.map((of) => ({ of, at: chance.below(1e9) })).sort((a, b) => a.at - b.at);
    const row = completed(
      order.map(({ of }) => of),
      pair,
      uncovered,
    );
    const gain = row === null ? -1 : keysOf(row).filter((key) => uncovered.has(key)).length;
    if (row !== null && gain > (best?.gain ?? -1)) best = { row, gain };
  }
  return best?.row ?? null;
}

/** The row goes on with whatever value covers most and breaks no rule; null where no such row was found. */
function completed(
  order: readonly (readonly Choice[])[],
  pair: readonly Choice[],
  uncovered: Uncovered,
): readonly Choice[] | null {
  const chosen = new Map(pair.map((choice) => [choice.path, choice]));
  // What no rule is about goes with everything, and so comes last.
  const open = order.filter((field) => !field.some(({ path }) => chosen.has(path)));
  const [ruled, free] = [open.filter(isRuled), open.filter((field) => !isRuled(field))];
  const budget = { steps: MOST_STEPS };
  if (breaksRule(chosen) || !filled([...ruled, ...free], 0, chosen, uncovered, budget)) return null;
  return [...chosen.values()];
}

/** Goes back where a field is left without a value. @returns whether all fields have one. */
function filled(
  fields: readonly (readonly Choice[])[],
  at: number,
  chosen: Map<string, Choice>,
  uncovered: Uncovered,
  budget: { steps: number },
): boolean {
  const field = fields[at];
  if (field === undefined) return true;
  const others = [...chosen.values()];
  const gains = new Map(
    field.map((choice) => [choice, others.filter((other) => uncovered.has(keyOf(choice, other))).length]),
  );
  for (const choice of field.toSorted((a, b) => (gains.get(b) ?? 0) - (gains.get(a) ?? 0))) {
    if ((budget.steps -= 1) < 0) return false;
    chosen.set(choice.path, choice);
    if (!(isRuled(field) && breaksRule(chosen)) && filled(fields, at + 1, chosen, uncovered, budget))
      return true;
    chosen.delete(choice.path);
  }
  return false;
}

const RULED = new Set(RULES.flatMap(({ about }) => about));

function isRuled([choice]: readonly Choice[]): boolean {
  return choice !== undefined && RULED.has(choice.path);
}

function breaksRule(chosen: Chosen): boolean {
  return brokenRules(rowOf([...chosen.values()])).length > 0;
}

function rowOf(choices: readonly Choice[]): Row {
  return Object.fromEntries(choices.map(({ path, value }) => [path, value]));
}

function keysOf(row: readonly Choice[]): readonly number[] {
  return row.flatMap((one, index) => row.slice(index + 1).map((other) => keyOf(one, other)));
}

function keyOf(one: Choice, other: Choice): number {
  return Math.min(one.id, other.id) * 4_096 + Math.max(one.id, other.id);
}
