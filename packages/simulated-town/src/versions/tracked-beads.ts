/** What a convoy says of a bead in another database than the town's. */
import type { TownState } from "../state.ts";
import { inVersion } from "./names.ts";

/** Neither sees it, and only 1.2.1 says so. */
export const unseenStatus = (state: TownState): string =>
  inVersion(state, { "1.0.1": "", "1.2.1": "unknown" });
