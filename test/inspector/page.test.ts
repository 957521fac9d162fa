import { createServer } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { parseJournal } from "../../inspector-ui/src/history/journal-text.ts";
import { History } from "../../inspector-ui/src/history/moments.ts";
import { ALPHA, createWorld, OperatorProcess, polecat, until } from "../e2e/harness/index.ts";
import { readPageFiles } from "../../src/inspector/page-files.ts";
import type { HostEvent } from "../../src/host/index.ts";
import { polecatFacts } from "../machines/given.ts";
import { firstPaint, isBrowserMissing, launch, openPage, violations } from "./browser.ts";
import { ask, inspectedTown } from "./given.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

/** Keeps each state that the page shows with the time at which it showed it. */
const RECORD_STATES = `
  globalThis.seen = [];
  const look = () => {
    const state = document.querySelector("dd [data-state]")?.getAttribute("data-state") ?? "";
    if (state !== "" && seen.at(-1)?.[0] !== state) seen.push([state, Date.now()]);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });`;

const DEADLINE = { timeout: WAIT_DEADLINE_MS };

describe.skipIf(isBrowserMissing)("the inspector's page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("shows a polecat of the demo go Pending → Working → Idle, and then its past", async () => {
    const demo = new OperatorProcess(["demo", "--inspector-address", "127.0.0.1:0"], {});
    onTestFinished(async () => {
      await demo.stop();
    });
    const url = await until("the demo says where", () => /http:\S+\/inspector\//.exec(demo.output)?.[0]);
    expect(demo.output.split("\n")[0]).toContain(url);
    const { page, requests, complaints } = await openPage(
      browser,
      `${url}?actor=polecat/default/parser&tab=chart`,
    );
    await page.evaluate(RECORD_STATES);
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
    expect(await page.locator('.state.active[data-state="polecat.working.healthy"]').count()).toBe(1);
    expect(await page.locator(".meaning").textContent()).toContain("It gives signs of life.");
    await page.waitForSelector('.pill[data-phase="Idle"]', DEADLINE);
    expect(await page.locator('.state.active[data-state="polecat.idle.resting"]').count()).toBe(1);
    expect(await page.locator(".state.active").count()).toBe(2);

    const seen = z.array(z.tuple([z.string(), z.number()])).parse(await page.evaluate("seen"));
    const history = new History("picked");
    history.append(
      parseJournal((await ask(`${url}journal?actor=polecat/default/parser`)).body, (problem) => {
        throw new Error(problem);
      }),
    );
    const delays = seen.flatMap(([state, shownAt]) => {
      const moment = history.moments.find(
        (_, index) => history.cellsAt(index).get("polecat/default/parser")?.state === state,
      );
      return moment === undefined || moment.index === 0 ? [] : [shownAt - moment.record.at];
    });
    console.info(`the page followed the transitions after ${delays.join(", ")} ms`);
    expect(delays.length).toBeGreaterThan(0);

    await page.getByRole("button", { name: /Go back in time/ }).click();
    const index = history.moments.findIndex(
      (_, at) => history.cellsAt(at).get("polecat/default/parser")?.phase === "Working",
    );
    const sequence = history.moments[index]?.record.sequence;
    await page.goto(`${url}?actor=polecat/default/parser&at=${sequence ?? 0}`);
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
    await page.getByRole("button", { name: "One event back" }).click();
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    await page.getByLabel("this actor only").check();
    for (let steps = 0; steps < index; steps += 1)
      await page.getByRole("button", { name: "One event back" }).click();
    await page.waitForSelector('.pill[data-phase="Pending"]', DEADLINE);
    await page.keyboard.press("n");
    await page.waitForSelector('.pill[data-phase="Idle"]', DEADLINE);

    await page.getByRole("group", { name: /^polecat parser: .*Working al-1r3/ }).waitFor(DEADLINE);
    await page.getByRole("group", { name: /^convoy first-release: / }).waitFor(DEADLINE);
    await page.getByRole("button", { name: /^Working al-1r3, / }).click();
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
    await page.keyboard.press("n");

    await page.getByRole("tab", { name: "sequence" }).click();
    await page.getByText(/gt sling al-1r3 alpha/).waitFor(DEADLINE);
    await page.getByRole("tab", { name: "why" }).click();
    await page
      .getByText(/kubectl patch polecat parser -n default/)
      .first()
      .waitFor(DEADLINE);
    expect(requests.filter((request) => !request.startsWith(new URL(url).origin))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.for([
    { which: "the operator", election: [] },
    { which: "a replica that leads", election: ["--leader-elect", "true"] },
  ])("comes back by itself when $which is started again", async ({ election }) => {
    const port = await freePort();
    const flags = ["--inspector-address", `127.0.0.1:${port}`, ...election];
    const world = await createWorld({ seed: { rigs: [ALPHA], beads: ["al-one"] }, flags });
    onTestFinished(() => world.close());
    await world.operator.ready();
    await world.cluster.apply(polecat("worker", { beadID: "al-one" }));
    const { page } = await openPage(
      browser,
      `http://127.0.0.1:${port}/inspector/?actor=polecat/default/worker`,
    );
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
    await world.operator.stop();
    await page.waitForSelector('[data-connection="lost"]', DEADLINE);
    await page.getByText(/No word from the operator since \d\d:\d\d:\d\d/).waitFor(DEADLINE);
    await world.startOperator().ready();
    await page.waitForSelector('[data-connection="live"]', DEADLINE);
    await page.waitForSelector('[data-actor="polecat/default/worker"]', DEADLINE);
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
  });

  it("shows 5,000 polecats with few of them in the document, and first the one that needs a person", async () => {
    const town = await inspectedTown();
    onTestFinished(() => town.close());
    for (let index = 0; index < 5_000; index += 1)
      town.start(`p${index}`, { rig: `rig-${index % 20}`, local: index !== 4_321 });
    const facts = polecatFacts(Date.now());
    town.send("p4321", { type: "town.observed", at: Date.now(), facts } as HostEvent);
    town.work("p17");
    const { page } = await openPage(browser, town.inspector.url);
    await page.getByText("5000 actors").waitFor(DEADLINE);
    await page.getByText("5000 polecats: 1 working, 4998 not begun, 1 needs you.").waitFor(DEADLINE);
    const needs = page.getByRole("region", { name: "Needs you" });
    await needs.getByText("executionMode kubernetes").waitFor(DEADLINE);
    expect(await needs.locator("[data-need]").count()).toBe(1);
    expect(await needs.locator("[data-need]").getAttribute("data-need")).toBe("polecat/default/p4321");
    expect(await needs.locator("code").textContent()).toBe("kubectl describe polecat p4321 -n default");
    expect(await page.locator("button.cell").first().getAttribute("data-actor")).toBe("polecat/default/p0");
    expect(await page.locator("button.cell").count()).toBeLessThan(400);
    await page.locator('[data-lane="polecat/default/p0"]').waitFor(DEADLINE);
    expect(await page.locator("[data-lane]").count()).toBeLessThan(100);
    await page.evaluate("document.querySelector('.lanes-body').scrollTo(0, 1e9)");
    await page.locator('[data-lane="polecat/default/p4999"]').waitFor(DEADLINE);
    expect(await page.locator("[data-lane]").count()).toBeLessThan(100);
    await page.getByRole("searchbox").fill("working.healthy");
    await until("the filter leaves one cell", async () => (await page.locator("button.cell").count()) === 1);
    await page.locator('[data-actor="polecat/default/p17"]').click();
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
    await page.getByRole("searchbox").fill("");
    await page.evaluate("document.querySelector('.town').scrollTo(0, 1e9)");
    await page.locator('[data-actor="polecat/default/p4999"]').waitFor(DEADLINE);
    expect(await page.locator("button.cell").count()).toBeLessThan(400);
  });

  it("draws each kind of actor with its own chart: a witness, too", async () => {
    const town = await inspectedTown();
    onTestFinished(() => town.close());
    town.startWitness("watch");
    const { page, complaints } = await openPage(browser, town.inspector.url);
    await page.getByText("witness · 1 of 3 stuck").waitFor(DEADLINE);
    await page.locator('[data-actor="witness/default/watch"]').click();
    expect(await page.getByRole("tab", { name: "output" }).count()).toBe(0);
    await page.getByRole("tab", { name: "chart" }).click();
    await page.waitForSelector('.state.active[data-state="witness.active"]', DEADLINE);
    expect(await page.locator(".state").count()).toBe(3);
    await page.getByRole("tab", { name: "sequence" }).click();
    await page.getByText("status: Active · Ready=True Observed").waitFor(DEADLINE);
    expect(complaints).toEqual([]);
  });

  it.for([
    { kind: "refinery", says: "refinery · 2 waiting", state: "processing", phase: "Processing", states: 4 },
    { kind: "beadstore", says: "beadstore · 7 beads", state: "synced", phase: "Synced", states: 3 },
  ])("shows a $kind in its rig, with chart and sequence", async ({ kind, says, state, phase, states }) => {
    const town = await inspectedTown();
    onTestFinished(() => town.close());
    town.startViews("alpha");
    const { page, complaints } = await openPage(browser, `${town.inspector.url}?rig=alpha`);
    await page.getByText(says).waitFor(DEADLINE);
    await page.locator(`[data-actor="${kind}/default/alpha"]`).click();
    await page.getByRole("tab", { name: "chart" }).click();
    await page.waitForSelector(`.state.active[data-state="${kind}.${state}"]`, DEADLINE);
    expect(await page.locator(".state").count()).toBe(states);
    await page.getByRole("tab", { name: "sequence" }).click();
    await page.getByText(`status: ${phase} · Ready=True Observed`).waitFor(DEADLINE);
    expect(complaints).toEqual([]);
  });

  it("takes 200 KB at most, compressed, and paints as soon as it is opened", async () => {
    const sizes = [...readPageFiles().values()].map(({ gzipped }) => gzipped.length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThan(200_000);
    const town = await inspectedTown();
    onTestFinished(() => town.close());
    const { page } = await openPage(browser, town.inspector.url);
    // How soon is the machine's business, too: `npm run bench:inspector` measures it.
    await until("the page paints", () => firstPaint(page));
  });

  it("opens a journal file without any operator", async () => {
    const town = await inspectedTown();
    town.start("filed");
    town.work("filed");
    const journal = (await ask(`${town.inspector.url}journal?download=1`)).body;
    const { page } = await openPage(browser, town.inspector.url);
    await page.getByText("1 actors").waitFor(DEADLINE);
    await town.close();
    await page.waitForSelector('[data-connection="lost"]', DEADLINE);
    await page.locator('input[type="file"]').setInputFiles({
      name: "journal.jsonl",
      mimeType: "application/x-ndjson",
      buffer: Buffer.from(journal),
    });
    await page.locator('[data-actor="polecat/default/filed"]').click();
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
    await page.getByRole("button", { name: "One event back" }).click();
    await page.waitForSelector('.pill[data-phase="Pending"]', DEADLINE);
  });

  it("says how many actors are missing in a past that is older than the journal", async () => {
    const town = await inspectedTown();
    onTestFinished(() => town.close());
    town.start("old");
    town.start("late");
    town.work("old");
    const [, ...kept] = (await ask(`${town.inspector.url}journal?download=1`)).body.split("\n");
    const { page } = await openPage(browser, town.inspector.url);
    await page.locator('input[type="file"]').setInputFiles({
      name: "journal.jsonl",
      mimeType: "application/x-ndjson",
      buffer: Buffer.from(kept.join("\n")),
    });
    await page.getByText("One actor is missing at this moment").waitFor(DEADLINE);
    expect(await page.locator("button.cell").count()).toBe(1);
  });

  it.for([
    { theme: "light", width: 1280 },
    { theme: "dark", width: 1280 },
    { theme: "light", width: 390 },
    { theme: "dark", width: 390 },
  ] as const)("meets WCAG AA in its $theme theme at $width px", async ({ theme, width }) => {
    const town = await inspectedTown();
    onTestFinished(() => town.close());
    for (const name of ["a", "b", "c"]) town.start(name);
    town.work("b");
    const { page } = await openPage(browser, town.inspector.url, {
      colorScheme: theme,
      reducedMotion: "reduce",
      viewport: { width, height: 800 },
    });
    await page.locator('[data-actor="polecat/default/b"]').waitFor(DEADLINE);
    expect(await violations(page)).toEqual([]);
    await page.locator('[data-actor="polecat/default/b"]').click();
    for (const tab of ["why", "chart", "sequence", "context", "output"]) {
      await page.getByRole("tab", { name: tab }).click();
      await page.locator(`#tab-${tab}[aria-selected="true"]`).waitFor(DEADLINE);
      if (tab === "output") await page.getByText("terminal of alpha/furiosa").waitFor(DEADLINE);
      expect(await violations(page)).toEqual([]);
    }
    await page.getByRole("tab", { name: "sequence" }).click();
    await page.getByRole("button", { name: /Go back in time/ }).click();
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    await page.getByRole("slider", { name: "Moment" }).waitFor(DEADLINE);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
