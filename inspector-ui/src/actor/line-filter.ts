/** Which lines of a sequence are shown. Pure. */
import type { Line } from "./lines.ts";

export const TOPICS = ["Kubernetes", "gt", "pod", "states", "timers", "failures"] as const;
export type Topic = (typeof TOPICS)[number];

const SHOWS: Readonly<Record<Topic, (line: Line) => boolean>> = {
  Kubernetes: ({ from, to }) => from === "kubernetes" || to === "kubernetes",
  gt: ({ from, to }) => from === "gt" || to === "gt",
  pod: ({ from, to }) => from === "pod" || to === "pod",
  states: ({ kind }) => kind === "state",
  timers: ({ text }) => text.startsWith("timer "),
  failures: ({ kind }) => kind === "failure",
};

/** @param topics as an address has them, with commas between them; nothing for all. */
export function topicsIn(topics: string | null): readonly Topic[] {
  const named = (topics ?? "").split(",");
  return TOPICS.filter((topic) => named.includes(topic));
}

export function filtered(lines: readonly Line[], topics: readonly Topic[], text: string): readonly Line[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (topics.length === 0 && words.length === 0) return lines;
  return lines.filter((line) => {
    const said = line.text.toLowerCase();
    const isOfTopic = topics.length === 0 || topics.some((topic) => SHOWS[topic](line));
    return isOfTopic && words.every((word) => said.includes(word));
  });
}
