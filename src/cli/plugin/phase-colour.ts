/** A phase in the colour that the demo gives it. */
import type { Colour, Span } from "./screen.ts";

const COLOURS: Readonly<Record<string, Colour>> = {
  Ready: "green",
  Completed: "green",
  Working: "yellow",
  InProgress: "yellow",
  Idle: "cyan",
  Stuck: "red",
  Degraded: "red",
  Failed: "red",
};

export function coloured(phase: string, text: string): Span {
  const colour = COLOURS[phase];
  return colour === undefined ? text : { text, colour };
}
