/**
 * bench/inspector/, `npm run bench:inspector`: what the inspector costs the operator, and how smooth its page is.
 *
 * In: Chromium for what is measured in the page. Out: a line for each figure. No figure decides the exit code: they
 * differ by machine, and by what else runs there.
 *   operator-cost.ts   5,000 polecats, 500 events a second, 50 pages: CPU and memory of the operator's thread
 *   page-cost.ts       5,000 polecats, a journal of 100,000 records, and then of 256 MiB: the page's frames and memory
 */
import { isBrowserMissing } from "../../test/inspector/browser.ts";
import { operatorCost } from "./operator-cost.ts";
import { pageCost } from "./page-cost.ts";

await operatorCost();
if (!isBrowserMissing) await pageCost();
