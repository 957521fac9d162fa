/** The page's address: which actor, which moment, which filter. A link shows what its sender saw. */
import { signal, type Signal } from "@preact/signals";

const KEYS = ["actor", "tab", "at", "q", "phase", "rig", "panel", "find", "since", "region"] as const;
type Key = (typeof KEYS)[number];

const read = (): URLSearchParams => new URLSearchParams(window.location.search);

const of = (key: Key): Signal<string | null> => signal(read().get(key));

const signals: Readonly<Record<Key, Signal<string | null>>> = {
  actor: of("actor"),
  tab: of("tab"),
  at: of("at"),
  q: of("q"),
  phase: of("phase"),
  rig: of("rig"),
  panel: of("panel"),
  find: of("find"),
  since: of("since"),
  region: of("region"),
};

export const { actor, tab, at, q: search, phase, rig, panel, find, since, region } = signals;

export function goTo(change: Partial<Record<Key, string | null>>, how: "push" | "replace" = "push"): void {
  const query = read();
  for (const key of KEYS) {
    const value = change[key];
    if (value === undefined) continue;
    if (value === null || value === "") query.delete(key);
    else query.set(key, value);
    signals[key].value = value === "" ? null : value;
  }
  const text = query.toString().replaceAll("%2F", "/");
  const url = text === "" ? window.location.pathname : `?${text}`;
  if (how === "push") window.history.pushState(null, "", url);
  else window.history.replaceState(null, "", url);
}

window.addEventListener("popstate", () => {
  for (const key of KEYS) signals[key].value = read().get(key);
});
