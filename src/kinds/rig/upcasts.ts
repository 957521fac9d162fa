/** What older versions of the Rig's machine wrote, as the next version would have. */
import { z } from "zod";
import type { Upcast } from "../../host/index.ts";
import { raiseWish } from "../persisted/raised-wish.ts";
import { plainNames } from "../persisted/renamed.ts";

const withFigures = z.looseObject({ figures: z.looseObject({}) });

const ownName = <Value>(given: Value): Value => raiseWish(given, () => ({ gtName: null }));

function withPrefix<Value>(given: Value): Value {
  const { data } = withFigures.safeParse(given);
  return data === undefined
    ? given
    : { ...given, figures: { gtVersion: null, ...data.figures, beadsPrefix: null } };
}

/** Version 2 knows which rig of gt it stands for, and gt's prefix of it; a Rig had gt's own name before. */
const gtNames: Upcast = {
  from: 1,
  input: ownName,
  event: ownName,
  snapshot: (snapshot) => ({ ...snapshot, context: withPrefix(ownName(snapshot.context)) }),
  decision: (decision) => ({ ...decision, changed: withPrefix(ownName(decision.changed)) }),
};

export const RIG_UPCASTS: readonly Upcast[] = [gtNames, plainNames(2)];
