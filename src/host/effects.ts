/** Effects: what a transition asks the host to carry out, as data taken from XState's executable actions. */
import { z } from "zod";
import { BUILT_IN, type ExecutableAction } from "./xstate-internals.ts";

/** A service that was invoked. `effectId` is stable over replays: execution, transition, position. */
export const operationSchema = z.object({
  effectId: z.string(),
  id: z.string(),
  service: z.string(),
  input: z.unknown().optional(),
});

export type Operation = Readonly<z.infer<typeof operationSchema>>;

/** A delayed event. The deadline is absolute, so that a restart re-arms it instead of waiting anew. */
export interface Timer {
  readonly id: string;
  readonly dueAt: number;
  /** What the machine asked for: no restart makes a wait longer. Absent in snapshots of older operators. */
  readonly delayMs?: number | undefined;
}

export type Effect =
  | { readonly type: "invoke"; readonly operation: Operation }
  | { readonly type: "abort"; readonly id: string }
  | { readonly type: "setTimer"; readonly timer: Timer }
  | { readonly type: "clearTimer"; readonly id: string }
  | { readonly type: "act"; readonly effectId: string; readonly action: string; readonly params: unknown };

/** By an action of this type a machine names a transition, for the journal. Nothing is carried out for it. */
const NAME = "nameTransition";

/** The names of transitions that were taken, in order. */
export function namesOf(actions: readonly ExecutableAction[]): readonly string[] {
  return actions.flatMap(({ type, params }) => (type === NAME && typeof params === "string" ? [params] : []));
}

interface Origin {
  readonly executionId: string;
  readonly sequence: number;
  readonly at: number;
}

const spawnParams = z.object({ id: z.string(), src: z.string(), input: z.unknown() });
/** Nothing where there is no child to stop: a restored actor has left its services behind. */
const childParams = z.object({ id: z.string() }).optional();
const delayedParams = z.object({ id: z.string(), delay: z.number() });
const cancelParams = z.object({ sendId: z.string() });

export function effectsOf(actions: readonly ExecutableAction[], origin: Origin): readonly Effect[] {
  return actions
    .filter(({ type }) => type !== NAME)
    .flatMap(({ type, params }, index): Effect[] => {
      const effectId = `${origin.executionId}:${origin.sequence}:${index}`;
      switch (type) {
        case BUILT_IN.spawn: {
          const { id, src, input } = spawnParams.parse(params);
          return [{ type: "invoke", operation: { effectId, id, service: src, input } }];
        }
        case BUILT_IN.stop: {
          const child = childParams.parse(params);
          return child === undefined ? [] : [{ type: "abort", id: child.id }];
        }
        case BUILT_IN.delay: {
          const { id, delay } = delayedParams.parse(params);
          return [{ type: "setTimer", timer: { id, dueAt: origin.at + delay, delayMs: delay } }];
        }
        case BUILT_IN.cancel:
          return [{ type: "clearTimer", id: cancelParams.parse(params).sendId }];
        default:
          return [{ type: "act", effectId, action: type, params }];
      }
    });
}
