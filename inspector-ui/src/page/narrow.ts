/** Whether there is room for one thing at a time only: then an actor hides the town. */
import { signal } from "@preact/signals";

/** The same as in styles.css. */
const query = window.matchMedia("(max-width: 820px)");

export const isNarrow = signal(query.matches);

query.addEventListener("change", ({ matches }) => (isNarrow.value = matches));
