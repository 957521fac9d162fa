/** Whose moments are stepped through. */
import { signal } from "@preact/signals";

/** True: those of the actor that is looked at; false: all. */
export const isActorOnly = signal(false);
