/** The kinds of actors that these tests host, and small ones for what a real machine does not do. */
import { assign, fromPromise, setup } from "xstate";
import { z } from "zod";
import { convoyKind } from "../../src/kinds/convoy/kind.ts";
import { polecatKind } from "../../src/kinds/polecat/kind.ts";
import { rigKind } from "../../src/kinds/rig/kind.ts";
import type { ActorKind, ActorRef } from "../../src/host/index.ts";
import { desiredConvoy, desiredPolecat, desiredRig } from "../machines/given.ts";

export { convoyKind, polecatKind, rigKind };

export const KINDS: ReadonlyMap<string, ActorKind> = new Map(
  [polecatKind, convoyKind, rigKind].map((kind): [string, ActorKind] => [kind.kind, kind]),
);

export const refOf = (kind: ActorKind, name: string, uid = `uid-${name}`): ActorRef => ({
  kind: kind.kind,
  namespace: kind === rigKind ? "" : "default",
  name,
  uid,
});

export const polecatInput = (changes: object = {}): object => ({
  uid: "uid-nux",
  desired: desiredPolecat(changes),
  polecatName: null,
  assignedBead: null,
  stuckThresholdMs: 900_000,
});
export const convoyInput = (changes: object = {}): object => ({
  uid: "uid-wave",
  desired: desiredConvoy(changes),
  convoyId: null,
  startedAt: null,
  completedAt: null,
  notice: null,
});
export const rigInput = (): object => ({ uid: "uid-alpha", name: "alpha", desired: desiredRig() });

const anObject = z.looseObject({});
const parse = (context: unknown): object => anObject.parse(context);
const plain = { version: 1, parseContext: parse, compactContext: parse };

interface Types<Context, Name extends string> {
  readonly context: Context;
  readonly events: { readonly type: Name };
}
const fragileTypes: Types<{ count: number }, "greet" | "explode"> = {
  context: { count: 0 },
  events: { type: "greet" },
};
const runnerTypes: Types<{ answers: readonly unknown[] }, "go" | "leave" | "again"> = {
  context: { answers: [] },
  events: { type: "go" },
};

/** Works, fails on `explode`, and says `hello` to the host whenever it is greeted. */
export const fragileKind: ActorKind = {
  ...plain,
  kind: "fragile",
  machine: setup({
    types: fragileTypes,
    guards: {
      explodes: (): boolean => {
        throw new Error("this guard is a defect");
      },
    },
    actions: { count: assign({ count: ({ context }) => context.count + 1 }), hello: () => undefined },
  }).createMachine({
    context: { count: 0 },
    on: { greet: { actions: ["count", "hello"] }, explode: { guard: "explodes" } },
  }),
};

const answer = ({ event }: { event: { output: unknown } }): unknown => event.output;
const failure = ({ event }: { event: { error: unknown } }): unknown => event.error;

/** Runs one service at a time: `go` starts it, `leave` leaves it, `again` starts it anew. */
export const runnerKind: ActorKind = {
  ...plain,
  kind: "runner",
  machine: setup({
    types: runnerTypes,
    actors: { work: fromPromise<unknown>(() => Promise.resolve()) },
    actions: {
      keep: assign(({ context }, answer: unknown) => ({ answers: [...context.answers, answer] })),
    },
  }).createMachine({
    context: { answers: [] },
    initial: "resting",
    states: {
      resting: { on: { go: "running" } },
      running: {
        invoke: {
          id: "work",
          src: "work",
          onDone: { target: "resting", actions: { type: "keep", params: answer } },
          onError: { target: "resting", actions: { type: "keep", params: failure } },
        },
        on: { leave: "resting", again: { target: "running", reenter: true } },
        after: { 1000: "resting" },
      },
    },
  }),
};
