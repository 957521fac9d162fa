import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { OperatorProcess, until } from "../e2e/harness/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { isBrowserMissing, launch, openPage } from "./browser.ts";

const DEADLINE = { timeout: WAIT_DEADLINE_MS };

describe.skipIf(isBrowserMissing)("the page alone", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("tells the demo's story in its sentences: what is so now, why, and what happened when", async () => {
    const demo = new OperatorProcess(["demo", "--inspector-address", "127.0.0.1:0"], {});
    onTestFinished(async () => {
      await demo.stop();
    });
    const url = await until("the demo says where", () => /http:\S+\/inspector\//.exec(demo.output)?.[0]);
    const { page, complaints } = await openPage(browser, url);
    await page.getByText("1 convoy with 5 of 5 beads closed.").waitFor(DEADLINE);

    // Who needs a person, why, and the one command.
    const need = page.locator(".need");
    await need.filter({ hasText: "dirty" }).getByText("Blocked").waitFor(DEADLINE);
    const said = await need.allInnerTexts();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/dirty.*Blocked.*polecat in beta/s);
    expect(said[0]).toContain("notes.txt");
    const sentence = await sentenceOf(page);
    expect(sentence).toMatch(/^\d polecats in 2 rigs: .*1 needs you\. 1 convoy with 5 of 5 beads closed\.$/);

    // The proof of the refused end, check by check.
    await page.locator("[data-need]").click();
    await page
      .locator(".verdict-line")
      .getByText(/^Blocked Uncommitted work: .*notes\.txt/)
      .waitFor(DEADLINE);
    const checks = await page.locator(".checks li").allInnerTexts();
    expect(checks[0]).toMatch(/blocking.*notes\.txt.*read .* ago/s);
    expect(checks.length).toBeGreaterThan(3);
    await page.getByRole("button", { name: "Close the actor" }).click();

    // The same, moment by moment, from the beginning.
    await page.getByRole("slider", { name: "Moment" }).press("Home");
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    // What happened when, by the marks of the lanes.
    const story = (await page.locator(".lane-mark").evaluateAll(NAMES_OF)).join("\n");
    expect(story).toMatch(/edited at .*: spec edited, management: Observe → Manage/);
    for (const bead of ["al-1r3", "al-bbk", "be-nmj", "be-8a0"]) {
      expect(story).toMatch(new RegExp(`slung at .*: ${bead} is in work`));
      expect(story).toMatch(new RegExp(`closed at .*: ${bead} is closed`));
    }
    expect(story).toMatch(/edited at .*: spec edited, desiredState: Working → Terminated/);
    expect(story).toMatch(/refused at .*: its end is refused: .*notes\.txt/);
    expect(story).toMatch(/closed at .*: all beads are closed/);

    const sentences = await sentencesFromHere(page);
    expect(sentences[0]).toMatch(/^No polecats yet/);
    expect(sentences).toContainEqual(expect.stringMatching(/: \d working/));
    const closed = sentences.flatMap((said) => /with (\d) of 5 beads closed/.exec(said)?.[1] ?? []);
    expect(closed).toEqual(closed.toSorted());
    expect([closed[0], closed.at(-1)]).toEqual(["0", "5"]);
    expect(sentences).toContain(sentence);
    expect(complaints).toEqual([]);
  });
});

const NAMES_OF = (marks: readonly { getAttribute(name: string): string | null }[]): string[] =>
  marks.map((mark) => mark.getAttribute("aria-label") ?? "");

async function sentenceOf(page: Page): Promise<string> {
  return (await page.locator(".sentence").textContent()) ?? "";
}

/** Event by event, until there is none any more; each sentence once. */
async function sentencesFromHere(page: Page): Promise<readonly string[]> {
  const handle = page.getByRole("slider", { name: "Moment" });
  const sentences: string[] = [await sentenceOf(page)];
  const place = (): Promise<string | null> => page.locator(".moment").textContent();
  for (let before = ""; ;) {
    const now = (await place()) ?? "";
    if (now === before) return sentences;
    before = now;
    const sentence = await sentenceOf(page);
    if (sentences.at(-1) !== sentence) sentences.push(sentence);
    await handle.press("ArrowRight");
  }
}
