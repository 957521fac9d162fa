/** The town at a glance, for a terminal. */
import type { Glance } from "../../explain/index.ts";
import { age } from "./age.ts";
import { bar } from "./bar.ts";
import { coloured } from "./phase-colour.ts";
import type { Screen, Span } from "./screen.ts";

export interface Look {
  readonly isWide: boolean;
  readonly now: number;
  /** What is to be said of the one namespace that was asked for, where nothing is in it. */
  readonly emptyNamespace?: string | undefined;
}

export function tellGlance(glance: Glance, screen: Screen, look: Look): void {
  const { rigs, polecats, convoys, needsPerson } = glance;
  tellTowns(glance, screen);
  section(
    screen,
    "RIGS",
    rigTitles(look),
    rigs.map((rig) => rigRow(rig, look)),
  );
  tellObserved(glance, screen);
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
  const empty = look.emptyNamespace ?? emptyWords(glance);
  if (empty !== null) {
    screen.line();
    screen.words(0, empty);
  }
  tellNeeds(needsPerson, screen);
  for (const kind of glance.unseen) screen.line(`You may not list ${kind}: they are not shown.`);
}

/** A town that was read and has nothing is not one that nobody has read. Null where there is something. */
function emptyWords({ towns, rigs, polecats, convoys }: Glance): string | null {
  if (rigs.length + polecats.length + convoys.length > 0) return null;
  if (towns.some(({ read }) => read === "never"))
    return "There is nothing here yet. `gastown-operator local` shows the town of this machine.";
  return "There is nothing here: the town has no rigs, or its operator shows those alone that have a resource (`--adopt true` shows all that gt has).";
}

function tellTowns({ towns }: Glance, screen: Screen): void {
  for (const { name, read } of towns) {
    const town = name === null ? "The town" : `The town ${name}`;
    if (read === "never") {
      const text = `${town} was never read. Does an operator run? Its log and its /readyz say what it lacks.`;
      screen.words(0, { text, colour: "red" });
    } else if (read === "unknown") {
      screen.line({ text: `${town}: nobody tells when it was last read.`, colour: "yellow" });
    } else if (read.isStale) {
      screen.line({
        text: `${town} was last read ${read.secondsAgo} s ago: is its operator running?`,
        colour: "red",
      });
    } else screen.line(`${town} was read in the last ${Math.max(read.secondsAgo, 60)} s.`);
  }
}

/** Nothing works in them before a person says so, by one command. */
function tellObserved({ rigs }: Glance, screen: Screen): void {
  const observed = rigs.filter(({ isObserved }) => isObserved).map(({ name }) => name);
  if (observed.length === 0) return;
  const names = observed.map((name) => `rig/${name}`).join(" ");
  screen.words(2, `Only observed: ${observed.join(", ")}. To let polecats work there: `, {
    text: `\`kubectl gastown take ${names}\``,
    colour: "cyan",
  });
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
  const { name, phase, isPaused, isObserved, townStatus, polecats, maxPolecats, queueLength, gtName } = rig;
  const words = [phase, ...(isObserved ? ["observed"] : []), ...(isPaused ? ["paused"] : [])];
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
  const isPlain = phase === "Working" || phase === "Idle" || phase === reason || isWide;
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

/** So many are named of those whom one thing keeps: a town that cannot be read is one trouble, not thousands. */
const MOST_NAMED = 8;

function tellNeeds(needs: Glance["needsPerson"], screen: Screen): void {
  screen.line();
  if (needs.length === 0) {
    screen.line({ text: "Nothing needs a person.", colour: "green" });
    return;
  }
  screen.line({ text: "NEEDS A PERSON", colour: "bold" });
  const groups = Map.groupBy(needs, ({ reason, message, advice }) => [reason, message, advice].join("\0"));
  for (const alike of groups.values()) tellAlike(alike, screen);
}

/** What keeps several is said once. */
function tellAlike(alike: Glance["needsPerson"], screen: Screen): void {
  const [first] = alike;
  if (first === undefined) return;
  const { reason, message, advice } = first;
  const named = alike.slice(0, MOST_NAMED).map(({ subject }) => subject);
  const more = alike.length > named.length ? ` and ${alike.length - named.length} more` : "";
  const said = ` ${reason}${message === "" ? "" : `: ${message}`}`;
  screen.words(2, { text: named.join(", ") + more, colour: "yellow" }, said);
  screen.words(4, advice);
  const commands = new Set(alike.slice(0, MOST_NAMED).map(({ command }) => command));
  for (const command of commands) screen.line("    ", { text: command, colour: "cyan" });
}
