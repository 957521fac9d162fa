/** What older versions of the Convoy's machine wrote, as the next version would have. */
import { z } from "zod";
import type { Upcast } from "../../host/index.ts";
import { plainNames } from "../persisted/renamed.ts";

const time = z.number().nullable().catch(null);
const old = z.looseObject({
  wish: z.looseObject({ notify: z.string().nullable().catch(null) }),
  completedAt: time,
  notifiedAt: time,
});
const input = z.looseObject({ notifiedAt: time });
const described = z.looseObject({ facts: z.looseObject({}) });
const found = z.looseObject({
  type: z.string().regex(/^xstate\.done\.actor\.(findConvoy|createConvoy)/),
  output: z.looseObject({}),
});

/** Version 2 remembers to whom and of which end the mail went, and what gt's convoy tracks. */
const notices: Upcast = {
  from: 1,
  input(given) {
    const { data } = input.safeParse(given);
    if (data === undefined) return given;
    const { notifiedAt: _notifiedAt, ...rest } = data;
    return { ...rest, notice: null };
  },
  event(event) {
    const facts = described.safeParse(event).data?.facts;
    if (facts !== undefined) return { ...event, facts: { ...facts, closedAt: null } };
    const output = found.safeParse(event).data?.output;
    return output === undefined ? event : { ...event, output: { ...output, tracked: [] } };
  },
  snapshot(snapshot) {
    const { data } = old.safeParse(snapshot.context);
    if (data === undefined) return snapshot;
    const { notifiedAt, ...context } = data;
    return { ...snapshot, context: { ...context, ...UNKNOWN, notice: noticeOf(data) } };
  },
  /** A first decision names the whole context. To whom a later one said that the mail went is not known. */
  decision(decision) {
    const { notifiedAt, ...changed } = decision.changed;
    return notifiedAt !== null
      ? decision
      : { ...decision, changed: { ...changed, ...UNKNOWN, notice: null } };
  },
};

const UNKNOWN = { tracked: null, announcingTo: null, unextended: null };

/** It went to the address of that time, and told of the end of that time; a later one is told of anew. */
function noticeOf({ wish, completedAt, notifiedAt }: z.infer<typeof old>): object | null {
  if (notifiedAt === null) return null;
  return { at: notifiedAt, address: wish.notify ?? "", completedAt: completedAt ?? notifiedAt };
}

export const CONVOY_UPCASTS: readonly Upcast[] = [notices, plainNames(2)];
