/** Whether a look at an inbox changes it. */
import type { TownState } from "../state.ts";
import { inVersion } from "./names.ts";

export const isInboxAcknowledging = (state: TownState): boolean =>
  inVersion(state, { "1.0.1": true, "1.2.1": false });
