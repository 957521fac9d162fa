/** The town at a glance, for a terminal. */
import type { Glance } from "../../explain/index.ts";
import { age } from "./age.ts";
import { bar } from "./bar.ts";
import { coloured } from "./phase-colour.ts";
import type { Screen, Span } from "./screen.ts";

export interface Look {
  readonly isWide: boolean;
  readonly now: number;
}

export function tellGlance(glance: Glance, screen: Screen, look: Look): void {
  const { rigs, polecats, convoys, needsPerson } = glance;
  tellTowns(glance, screen);
  section(
    screen,
    "RIGS",
    rigTitles(look),
    glance.rigs.map((rig) => rigRow(rig, look)),
  );
  section(
    screen,
    "POLECATS",
    polecatTitles(look),
    polecats.map((polecat) => polecatRow(polecat, look)),
  );
  section(
    screen,
    "CONVOYS",
    ["NAME", "PROGRESS", "PHASE", "SINCE"],
    convoys.map((convoy) => convoyRow(convoy, look)),
  );
  if (rigs.length + polecats.length + convoys.length === 0) {
    screen.words(
      2,
      "There is nothing here. `gastown-operator local` shows the town of this machine, `--adopt true` the rigs and polecats that gt has.",
    );
  }
  tellNeeds(needsPerson, screen);
  for (const kind of glance.unseen) screen.line(`You may not list ${kind}: they are not shown.`);
}

function tellTowns({ towns, rigs }: Glance, screen: Screen): void {
  for (const { name, read } of towns) {
    const town = name === null ? "The town" : `The town ${name}`;
    if (read === null) {
      if (rigs.length > 0)
        screen.line({ text: `${town}: nobody tells when it was last read.`, colour: "yellow" });
    } else if (read.isStale) {
      screen.line({
        text: `${town} was last read ${read.secondsAgo} s ago: is its operator running?`,
        colour: "red",
      });
    } else screen.line(`${town} was read in the last ${Math.max(read.secondsAgo, 60)} s.`);
  }
}

function section(
  screen: Screen,
  title: string,
  titles: readonly string[],
  rows: readonly (readonly Span[])[],
): void {
  if (rows.length === 0) return;
  screen.line();
  screen.line({ text: title, colour: "bold" });
  screen.table(titles, rows);
}

function rigTitles({ isWide }: Look): readonly string[] {
  return ["NAME", "PHASE", "POLECATS", "MERGES", ...(isWide ? ["GT NAME"] : [])];
}

function rigRow(rig: Glance["rigs"][number], { isWide }: Look): readonly Span[] {
  const { name, phase, isPaused, townStatus, polecats, maxPolecats, queueLength, gtName } = rig;
  const words = [phase, ...(isPaused ? ["paused"] : [])];
  if (townStatus !== null && townStatus !== "operational") words.push(townStatus);
  return [
    name,
    coloured(phase, words.join(", ")),
    `${polecats ?? "-"}/${maxPolecats ?? "-"}`,
    String(queueLength ?? "-"),
    ...(isWide ? [gtName] : []),
  ];
}

function polecatTitles({ isWide }: Look): readonly string[] {
  return [
    "NAME",
    "POLECAT",
    "BEAD",
    "PHASE",
    "SINCE",
    ...(isWide ? ["REASON", "MODE", "SESSION", "BRANCH"] : []),
  ];
}

function polecatRow(polecat: Glance["polecats"][number], { isWide, now }: Look): readonly Span[] {
  const { namespace, name, rig, bead, phase, reason, mode, since, session, branch } = polecat;
  const isPlain = phase === "Working" || phase === "Idle" || isWide;
  return [
    namespace === "default" ? name : `${namespace}/${name}`,
    `${rig}/${polecat.polecat ?? "-"}`,
    bead ?? "-",
    coloured(reason === "Stuck" ? "Stuck" : phase, isPlain ? phase : `${phase} ${reason}`),
    age(since, now),
    ...(isWide ? [reason, mode, session ?? "-", branch ?? "-"] : []),
  ];
}

export function convoyRow(convoy: Glance["convoys"][number], { now }: Pick<Look, "now">): readonly Span[] {
  const { namespace, name, closed, beads, phase, since } = convoy;
  return [
    namespace === "default" ? name : `${namespace}/${name}`,
    bar(closed, beads),
    coloured(phase, phase),
    age(since, now),
  ];
}

function tellNeeds(needs: Glance["needsPerson"], screen: Screen): void {
  screen.line();
  if (needs.length === 0) {
    screen.line({ text: "Nothing needs a person.", colour: "green" });
    return;
  }
  screen.line({ text: "NEEDS A PERSON", colour: "bold" });
  for (const { subject, reason, message, advice, command } of needs) {
    screen.words(2, { text: subject, colour: "yellow" }, ` ${reason}${message === "" ? "" : `: ${message}`}`);
    screen.words(4, advice);
    screen.line("    ", { text: command, colour: "cyan" });
  }
}
