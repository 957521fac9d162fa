/** `convoy watch`: a line for each change of a convoy, until it has ended. */
import { condition, convoyGlance, type Shown } from "../../explain/index.ts";
import { untilOutputClosed } from "../output.ts";
import { bar } from "./bar.ts";
import type { Cluster } from "./cluster.ts";
import { follow } from "./follow.ts";
import { heldResource, type Held } from "./held.ts";
import { coloured } from "./phase-colour.ts";
import { RefusalError } from "./refusal.ts";
import type { Screen } from "./screen.ts";
import { isSeen, reasonOf } from "./waiting.ts";

/** @throws RefusalError where it fails, or is deleted. */
export async function watchConvoy({ api }: Cluster, held: Held, screen: Screen): Promise<void> {
  const { uid, name, namespace } = held.shown.metadata;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let last = "";
  const followed = follow(api, heldResource("Convoy"), {
    namespace,
    onRefused: reject,
    handler({ type, object: { shown } }) {
      if (shown.metadata.uid !== uid) return;
      if (type === "deleted") {
        reject(new RefusalError(`convoy/${name} was deleted`));
        return;
      }
      const { phase, closed, beads } = convoyGlance(shown);
      const words = reasonOf(shown, "Degraded");
      const text = `${bar(closed, beads)} ${phase} ${words}`;
      if (text !== last) screen.line(bar(closed, beads), "  ", coloured(phase, phase), "  ", words);
      last = text;
      if (hasEnded(shown)) resolve(undefined);
      if (isSeen(shown) && phase === "Failed")
        reject(new RefusalError(`convoy/${name} has failed: ${words}`));
    },
  });
  try {
    await Promise.race([promise, untilOutputClosed()]);
  } finally {
    await followed.close();
  }
}

/** All beads are closed, and the mail that was asked for was sent or refused. */
function hasEnded(shown: Shown): boolean {
  const notified = condition(shown, "Notified");
  return isSeen(shown) && shown.status?.phase === "Completed" && notified?.reason !== "NotYet";
}
