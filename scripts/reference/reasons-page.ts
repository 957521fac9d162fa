/** The page of reasons: what each means, what ends it, and what a person can do. */
import type { REASONS } from "../../src/kinds/index.ts";
import { ADVICE, MEANINGS } from "../../src/explain/index.ts";
import { GENERATED } from "./kind-page.ts";

const TITLES: Readonly<Record<keyof typeof REASONS, string>> = {
  town: "Of the town",
  unread: "Of what could not be read",
  rig: "Of the rig",
  dispatch: "Of getting work",
  hold: "Of what is not done",
  work: "Of work",
  termination: "Of the end of a polecat",
  journal: "Of the journal",
  convoy: "Of convoys",
};

export function reasonsPage(): string {
  const groups = Object.entries(MEANINGS).map(([name, meanings]) => {
    const group = Object.keys(TITLES).find((each): each is keyof typeof TITLES => each === name);
    const title = group === undefined ? name : TITLES[group];
    return [`## ${title}`, ...Object.entries(meanings).map(([reason, means]) => section(reason, means))];
  });
  return [
    GENERATED,
    "# Reasons of conditions",
    "A condition has a reason, one word on which programs may rely, and a message, for people. `gastown-operator why KIND/NAME` tells the same of one resource, with what was tried and when. A failed call of gt may stand in a condition with its own reason, such as `DoltDown` or `Timeout`.",
    ...groups.flat(),
  ].join("\n\n");
}

function section(reason: string, means: string): string {
  const advice = Object.entries(ADVICE).find(([name]) => name === reason)?.[1];
  const lines = [
    means,
    ...(advice?.waitsFor == null ? [] : [`It waits for ${advice.waitsFor}.`]),
    ...(advice?.person == null ? [] : [`What to do: ${advice.person}.`]),
  ];
  return `### ${reason}\n\n${lines.join(" ")}`;
}
