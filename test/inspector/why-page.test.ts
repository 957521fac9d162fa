import { expect, it, onTestFinished } from "vitest";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { isBrowserMissing, launch, openPage } from "./browser.ts";
import { inspectedTown } from "./given.ts";

const DEADLINE = { timeout: WAIT_DEADLINE_MS };

it.skipIf(isBrowserMissing)(
  "The page says why of an actor as it stands now, also once that has changed",
  async () => {
    const [browser, town] = await Promise.all([launch(), inspectedTown()]);
    onTestFinished(async () => {
      await browser.close();
      await town.close();
    });
    town.start("a");
    const { page, complaints } = await openPage(browser, `${town.inspector.url}?actor=polecat/default/a`);
    const why = page.locator(".verdict");
    await why.getByText("Awaiting observation").waitFor(DEADLINE);
    town.work("a");
    await why.getByText("al-1 is in work by alpha/furiosa").waitFor(DEADLINE);
    await why.getByText("the bead to read closed").waitFor(DEADLINE);
    expect(complaints).toEqual([]);
  },
);
