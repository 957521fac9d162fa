/**
 * A machine's definition as plain data: what its author wrote, before XState resolves names.
 * Only the parts of XState's language that our machines speak; anything else fails the parse, so that no test overlooks it.
 */
import { z } from "zod";
import type { AnyStateMachine } from "xstate";

/** Name of a guard or an action, with or without params. */
const named = z.union([
  z.string(),
  z.strictObject({ type: z.string(), params: z.unknown() }).transform(({ type }) => type),
]);

const listOf = <Item>(item: z.ZodType<Item>): z.ZodType<readonly Item[]> =>
  z.union([z.array(item), item.transform((one) => [one])]);

const transition = z.union([
  z.string().transform((target): Transition => ({ target, actions: [] })),
  z
    .strictObject({
      description: z.string().optional(),
      target: z.string().optional(),
      guard: named.optional(),
      actions: listOf(named).optional(),
    })
    .transform(({ target, guard, actions = [] }): Transition => ({ target, guard, actions })),
]);

export interface Transition {
  readonly target?: string | undefined;
  readonly guard?: string | undefined;
  readonly actions: readonly string[];
}

const transitions = listOf(transition);

const invocation = z.strictObject({
  id: z.string(),
  src: z.string(),
  input: z.unknown(),
  onDone: transitions.optional(),
  onError: transitions.optional(),
});

export interface Definition {
  readonly description?: string | undefined;
  readonly initial?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly entry?: readonly string[] | undefined;
  readonly exit?: readonly string[] | undefined;
  readonly on?: Readonly<Record<string, readonly Transition[]>> | undefined;
  readonly after?: Readonly<Record<string, readonly Transition[]>> | undefined;
  readonly always?: readonly Transition[] | undefined;
  readonly invoke?: z.infer<typeof invocation> | undefined;
  readonly states?: Readonly<Record<string, Definition>> | undefined;
}

const node: z.ZodType<Definition> = z.lazy(() =>
  z.strictObject({
    description: z.string().optional(),
    initial: z.string().optional(),
    tags: listOf(z.string()).optional(),
    entry: listOf(named).optional(),
    exit: listOf(named).optional(),
    on: z.record(z.string(), transitions).optional(),
    after: z.record(z.string(), transitions).optional(),
    always: transitions.optional(),
    invoke: invocation.optional(),
    states: z.record(z.string(), node).optional(),
  }),
);

/** A state with its id as XState forms it, such as `polecat.pending.waiting`. */
export interface State {
  readonly id: string;
  readonly parent: string | null;
  readonly definition: Definition;
}

/** What a machine has beyond a state. */
const OF_THE_MACHINE = new Set(["id", "context", "schemas"]);

/** All states of a machine, the machine itself first. */
export function statesOf(machine: AnyStateMachine): readonly State[] {
  const own = Object.entries(machine.config).filter(([key]) => !OF_THE_MACHINE.has(key));
  return walk(machine.id, null, node.parse(Object.fromEntries(own)));
}

function walk(id: string, parent: string | null, definition: Definition): readonly State[] {
  const children = Object.entries(definition.states ?? {});
  return [{ id, parent, definition }, ...children.flatMap(([key, child]) => walk(`${id}.${key}`, id, child))];
}

/** One transition, named by where it starts, what it takes, and its place in the list. */
export interface Arrow {
  readonly name: string;
  readonly source: State;
  readonly transition: Transition;
}

export function arrowsOf(states: readonly State[]): readonly Arrow[] {
  return states.flatMap((source) => {
    const { on = {}, after = {}, always = [], invoke } = source.definition;
    const lists: [string, readonly Transition[]][] = [
      ...Object.entries(on),
      ...Object.entries(after).map(([delay, list]): [string, typeof list] => [`after ${delay}`, list]),
      ["always", always],
      ["done", invoke?.onDone ?? []],
      ["error", invoke?.onError ?? []],
    ];
    return lists.flatMap(([event, list]) =>
      list.map((transition, index) => ({ name: `${source.id} ${event} ${index}`, source, transition })),
    );
  });
}
