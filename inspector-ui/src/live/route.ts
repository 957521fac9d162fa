/** The page's address: which actor, which moment, which filter. A link shows what its sender saw. */
import { batch, signal, type Signal } from "@preact/signals";

const read = (): URLSearchParams => new URLSearchParams(window.location.search);

const of = (key: string): Signal<string | null> => signal(read().get(key));

const signals = {
  actor: of("actor"),
  tab: of("tab"),
  /** Number of the record that is looked at. */
  at: of("at"),
  q: of("q"),
  phase: of("phase"),
  rig: of("rig"),
  /** What is asked of the journal. */
  panel: of("panel"),
  find: of("find"),
  /** Of what is found: `oldest` for the first time that it was so. */
  order: of("order"),
  /** Of the search, with commas: `changes` of state alone, the chosen `actor` alone. */
  only: of("only"),
  /** Epoch ms of the moment that is compared with. */
  since: of("since"),
  /** Of the timeline, epoch ms with a dash between them. */
  span: of("span"),
  /** Of the actor's statechart. */
  region: of("region"),
  /** Of the actor's sequence: which lines, and the one that is opened. */
  lines: of("lines"),
  line: of("line"),
  words: of("words"),
  /** Whether what repeats is shown each time. */
  repeats: of("repeats"),
  /** Name of a journal file that was opened: whoever has it sees the same. */
  file: of("file"),
} as const;

type Key = keyof typeof signals;

const KEYS = Object.keys(signals).filter((key): key is Key => key in signals);

export const {
  actor,
  tab,
  at,
  q: search,
  phase,
  rig,
  panel,
  find,
  order,
  only,
  since,
  span,
  region,
  lines,
  line,
  words,
  repeats,
  file,
} = signals;

export function goTo(change: Partial<Record<Key, string | null>>, how: "push" | "replace" = "push"): void {
  const query = read();
  // A line, and the words that it was found by, are one actor's.
  const isOther = change.actor !== undefined && change.actor !== actor.value;
  const all = isOther ? { line: null, words: null, ...change } : change;
  batch(() => {
    for (const key of KEYS) {
      const value = all[key];
      if (value === undefined) continue;
      if (value === null || value === "") query.delete(key);
      else query.set(key, value);
      signals[key].value = value === "" ? null : value;
    }
  });
  const text = query.toString().replaceAll("%2F", "/");
  const url = text === "" ? window.location.pathname : `?${text}`;
  if (how === "push") window.history.pushState(null, "", url);
  else window.history.replaceState(null, "", url);
}

window.addEventListener("popstate", () => {
  batch(() => {
    for (const key of KEYS) signals[key].value = read().get(key);
  });
});
