import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openFileJournal, systemClock, type Journal } from "../../src/host/index.ts";
import { until } from "../e2e/harness/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { isBrowserMissing, launch, openPage } from "./browser.ts";
import { ask, inspectedTown, type InspectedTown } from "./given.ts";

const DEADLINE = { timeout: WAIT_DEADLINE_MS };

/** Whose clock can be turned back, so that things happened minutes apart. */
async function datedTown(kept?: Journal): Promise<{ town: InspectedTown; ago: (ms: number) => void }> {
  let behind = 0;
  const clock = { ...systemClock, now: () => Date.now() - behind };
  const town = await inspectedTown({ clock }, kept);
  onTestFinished(() => town.close());
  return { town, ago: (ms) => (behind = ms) };
}

/** Its resource was seen ten minutes ago, it was found at work five minutes ago, and its end is asked for now. */
async function livedTown(): Promise<InspectedTown> {
  const { town, ago } = await datedTown();
  ago(600_000);
  for (const name of ["a", "b"]) town.start(name);
  ago(300_000);
  town.work("a");
  ago(0);
  town.edit("a", { state: "Terminated" });
  return town;
}

/** What a field of the browser has for a time so long ago. */
async function fieldFor(page: Page, ago: number): Promise<string> {
  return page.evaluate(
    (ms) => new Date(Date.now() - ms - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 19),
    ago,
  );
}

describe.skipIf(isBrowserMissing)("the past in the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("is searched for what happened, the newest first or the first time, and a finding leads there", async () => {
    const town = await livedTown();
    const { page, complaints } = await openPage(browser, town.inspector.url);
    await page.locator('[data-actor="polecat/default/a"]').waitFor(DEADLINE);
    await page.keyboard.press("f");
    await page.getByRole("searchbox", { name: "Find in the journal" }).fill("polecat/default/a");
    await page.keyboard.press("Enter");
    await page.getByText("3 found.").waitFor(DEADLINE);
    const events = page.locator(".findings li > span:first-of-type");
    expect(await events.allTextContents()).toEqual(["spec.observed", "town.observed", "begin"]);
    await page.getByLabel("only changes of state").check();
    await page.getByRole("searchbox", { name: "Find in the journal" }).fill("a working.healthy");
    await page.getByRole("button", { name: "The first time" }).click();
    await page.getByText("became working.healthy").waitFor(DEADLINE);
    const { page: sent } = await openPage(browser, page.url());
    await sent.getByText("1 found.").waitFor(DEADLINE);
    await sent.getByText("became working.healthy").waitFor(DEADLINE);
    expect(await sent.getByLabel("only changes of state").isChecked()).toBe(true);
    expect(await sent.locator(".findings time").first().textContent()).toMatch(/ min ago$/);
    await page.locator("[data-finding]").first().click();
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
    await page.getByRole("searchbox", { name: "Find in the journal" }).fill("nothing of the kind");
    await page.getByRole("button", { name: "Find, newest first" }).click();
    await page.getByText("Nothing of the kind is in the journal.").waitFor(DEADLINE);
    expect(complaints).toEqual([]);
  });

  it("tells what changed between two moments, of the town and of an actor, and a link shows the same", async () => {
    const town = await livedTown();
    const { page } = await openPage(browser, town.inspector.url);
    await page.locator('[data-actor="polecat/default/a"]').waitFor(DEADLINE);
    await page.keyboard.press("d");
    await page.getByLabel("Between").fill(await fieldFor(page, 420_000));
    await page.getByLabel("and", { exact: true }).fill(await fieldFor(page, 120_000));
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByText(/^between \d\d:\d\d:\d\d and \d\d:\d\d:\d\d/).waitFor(DEADLINE);
    await page.getByText("1 polecat changed.").waitFor(DEADLINE);
    const rows = page.locator("[data-change]");
    expect(await rows.allTextContents()).toEqual([
      expect.stringMatching(/^polecat\/default\/a changed ?Pending → Working/),
    ]);
    await rows.getByRole("button").click();
    await page.getByRole("tab", { name: "changes", selected: true }).waitFor(DEADLINE);
    await page.getByRole("row", { name: /^state unobserved working\.healthy$/ }).waitFor(DEADLINE);
    const { page: sent } = await openPage(browser, page.url());
    await sent.getByText("1 polecat changed.").waitFor(DEADLINE);
    await sent.getByRole("row", { name: /^state unobserved working\.healthy$/ }).waitFor(DEADLINE);
  });

  it("may be a file's, which is compared with the live town and closed again", async () => {
    const town = await livedTown();
    const { body } = await ask(`${town.inspector.url}journal?until=2&download=1`);
    const { page, complaints } = await openPage(browser, town.inspector.url);
    await page.locator('[data-actor="polecat/default/a"]').waitFor(DEADLINE);
    const open = async (): Promise<void> => {
      await page
        .locator('input[type="file"]')
        .setInputFiles({ name: "old.jsonl", mimeType: "application/x-ndjson", buffer: Buffer.from(body) });
      await page.getByText("in the file old.jsonl").waitFor(DEADLINE);
    };
    await open();
    await page.getByText("2 polecats: 2 not begun.").waitFor(DEADLINE);
    await page.getByRole("button", { name: "Close the file" }).click();
    await page.getByText("1 not begun", { exact: false }).first().waitFor(DEADLINE);
    expect(await page.getByText("The past as it was on").count()).toBe(0);
    await open();
    const link = page.url();
    await page.getByRole("button", { name: "Compare with the live town" }).click();
    await page.getByText(/^old\.jsonl, between /).waitFor(DEADLINE);
    await page.locator('[data-change="polecat/default/a"]').waitFor(DEADLINE);
    const { page: sent } = await openPage(browser, link);
    await sent.getByText("This link looks into the journal file old.jsonl").waitFor(DEADLINE);
    await sent.getByRole("button", { name: "Stay with the live town" }).click();
    await sent.getByText("This link looks into").waitFor({ state: "detached", ...DEADLINE });
    expect(complaints).toEqual([]);
  });

  it("that is longer than is read at once opens at its newest part, and the rest is read when it is asked for", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "long-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const day = 86_400_000;
    const size = { segmentBytes: 4 * 1_048_576, segmentMs: day, keepBytes: 1e9, keepMs: day };
    const { town, ago } = await datedTown(
      openFileJournal({ folder, clock: systemClock, fsync: "never", ...size, onWarning: () => undefined }),
    );
    for (let minute = 600; minute > 0; minute -= 1) {
      ago(minute * 60_000);
      if (minute === 600) for (const name of ["a", "b"]) town.start(name);
      for (let turn = 0; turn < 20; turn += 1) for (const name of ["a", "b"]) town.work(name);
    }
    ago(0);
    const { page, requests } = await openPage(browser, town.inspector.url);
    await page.locator('[data-actor="polecat/default/a"]').waitFor(DEADLINE);
    await page.keyboard.press("t");
    await page.getByText(/in part (\d+) of \1/).waitFor(DEADLINE);
    const slices = (): readonly string[] => requests.filter((url) => url.includes("/journal?"));
    expect(slices().filter((url) => !url.includes("actor="))).toHaveLength(1);
    const unread = page.getByRole("button", { name: "not read yet" });
    const parts = await unread.count();
    expect(parts).toBeGreaterThan(0);
    await unread.first().click();
    await page.getByText(/in part 1 of/).waitFor(DEADLINE);
    expect(await unread.count()).toBe(parts - 1);
    if (parts > 1) await page.getByRole("button", { name: /^Read the rest, \d+ MB$/ }).click();
    await until("all of it is read", async () => (await unread.count()) === 0);
    await page
      .getByRole("button", { name: /^Working al-1, / })
      .first()
      .waitFor(DEADLINE);
  });
});
