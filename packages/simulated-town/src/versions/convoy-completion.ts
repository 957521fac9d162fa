/** Whom gt itself writes to about a convoy that it has closed. */
import type { SimConvoy, TownState } from "../state.ts";
import { inVersion } from "./names.ts";

interface CompletionMail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** Its owner and who was to be notified; since 1.1 the mayor, too, where nobody wrote to them already. */
export function completionMail(state: TownState, convoy: SimConvoy): readonly CompletionMail[] {
  const addresses = [...new Set([convoy.owner, convoy.notify])].filter((to) => to !== undefined);
  const landed = addresses.map((to) => ({
    to,
    subject: `🚚 Convoy landed: ${convoy.title}`,
    body: `Convoy ${convoy.id} has completed.\n\nAll tracked issues are now closed.`,
  }));
  const isMayorTold = inVersion(state, { "1.0.1": false, "1.2.1": !addresses.includes("mayor/") });
  return isMayorTold ? [...landed, toMayor(convoy)] : landed;
}

function toMayor({ id, title, tracked }: SimConvoy): CompletionMail {
  const body = `Convoy ${id} has completed. All tracked issues are now closed.\n\nIssues: ${tracked.length}`;
  return { to: "mayor/", subject: `Convoy complete: ${title}`, body };
}
