/** A machine's life as pure transitions: events in, and what it asks for (services, actions) out. */
import { initialTransition, transition, type AnyMachineSnapshot, type AnyStateMachine } from "xstate";

export interface Life {
  readonly state: () => string;
  readonly hasTag: (tag: string) => boolean;
  readonly context: () => Record<string, unknown>;
  /** Names of services that the last event started. */
  readonly started: () => readonly string[];
  /** Names of actions that the last event asks the host for. */
  readonly actions: () => readonly string[];
  /** Names of the transitions that the last event took. */
  readonly named: () => readonly unknown[];
  /** Input of the service that the last event started. */
  readonly input: () => unknown;
  readonly send: (event: { type: string; [key: string]: unknown }) => Life;
  readonly done: (service: string, output: unknown) => Life;
  readonly fail: (service: string, fault: unknown) => Life;
  readonly ring: (delay: string) => Life;
  /** The wait that the last event began, ms; undefined where it began none. */
  readonly wait: (delay: string) => number | undefined;
}

interface Action {
  readonly type: string;
  readonly params: unknown;
}

export function live(machine: AnyStateMachine, input: unknown): Life {
  let [snapshot, actions]: readonly [AnyMachineSnapshot, readonly Action[]] = initialTransition(
    machine,
    input,
  );
  const send = (event: { type: string; [key: string]: unknown }): Life => {
    [snapshot, actions] = transition(machine, snapshot, event);
    if (snapshot.status === "error") throw snapshot.error;
    return life;
  };
  const invocations = (): { src: string; input: unknown }[] =>
    actions
      .filter((action) => action.type === "xstate.spawnChild")
      .map((action) => action.params as { src: string; input: unknown });
  const life: Life = {
    state: () => path(snapshot.value),
    hasTag: (tag) => snapshot.hasTag(tag),
    context: () => snapshot.context as Record<string, unknown>,
    started: () => invocations().map(({ src }) => src),
    actions: () =>
      actions
        .map(({ type }) => type)
        .filter((type) => !type.startsWith("xstate.") && type !== "nameTransition"),
    named: () =>
      actions
        .filter(({ type, params }) => type === "nameTransition" && params !== null)
        .map(({ params }) => params),
    input: () => invocations()[0]?.input,
    send,
    done: (service, output) => send({ type: `xstate.done.actor.${service}`, actorId: service, output }),
    fail: (service, error) => send({ type: `xstate.error.actor.${service}`, actorId: service, error }),
    wait: (delay) =>
      actions
        .filter(({ type }) => type === "xstate.raise")
        .map(({ params }) => params as { id: string; delay: number })
        .find(({ id }) => id.startsWith(`xstate.after.${delay}.`))?.delay,
    ring(delay) {
      const timer = delayedEvents(snapshot).find((type) => type.startsWith(`xstate.after.${delay}.`));
      if (timer === undefined) throw new Error(`${path(snapshot.value)} waits for no ${delay}`);
      return send({ type: timer });
    },
  };
  return life;
}

function delayedEvents(snapshot: AnyMachineSnapshot): readonly string[] {
  const nodes: readonly { readonly after: readonly { readonly eventType: string }[] }[] = snapshot._nodes;
  return nodes.flatMap((node) => node.after.map((delayed) => delayed.eventType));
}

function path(value: unknown): string {
  if (typeof value === "string") return value;
  return Object.entries(value as Record<string, unknown>)
    .map(([key, inner]) => `${key}.${path(inner)}`)
    .join(" & ");
}
