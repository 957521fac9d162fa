/** The demo's screen: one line for each change that a person would want to see. */
import { z } from "zod";

const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string(),
  message: z.string(),
});

/** What the demo shows of an object; whatever else is in it does not matter here. */
export const shownSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), uid: z.string(), resourceVersion: z.string() }),
  status: z
    .looseObject({
      phase: z.string().optional(),
      assignedBead: z.string().optional(),
      polecatName: z.string().optional(),
      progress: z.string().optional(),
      notifiedAt: z.string().optional(),
      conditions: z.array(conditionSchema).optional(),
    })
    .optional(),
});

export type Shown = z.infer<typeof shownSchema>;

const COLOURS: Readonly<Record<string, number>> = {
  Ready: 32,
  Working: 33,
  InProgress: 33,
  Idle: 36,
  Completed: 32,
  Degraded: 31,
  Failed: 31,
};

export interface Screen {
  show(object: Shown): void;
  say(text: string): void;
}

export function createScreen(write: (text: string) => void, isTerminal: boolean, now: () => number): Screen {
  const startedAt = now();
  const last = new Map<string, string>();
  const paint = (text: string, colour: number): string =>
    isTerminal ? `\u001b[${colour}m${text}\u001b[0m` : text;
  const line = (text: string): void => {
    const seconds = ((now() - startedAt) / 1000).toFixed(1).padStart(5);
    write(`${paint(`${seconds}s`, 90)}  ${text}\n`);
  };
  return {
    say: line,
    show(object) {
      const { kind, metadata, status = {} } = object;
      const phase = status.phase ?? "New";
      const text = [kind.toLowerCase(), metadata.name].join("/").padEnd(26);
      const shown = `${text} ${paint(phase.padEnd(11), COLOURS[phase] ?? 0)} ${details(object)}`;
      if (last.get(metadata.uid) === shown) return;
      last.set(metadata.uid, shown);
      line(shown.trimEnd());
    },
  };
}

function details({ kind, status = {} }: Shown): string {
  const said = status.conditions?.find(({ type }) => type === "Ready")?.message ?? "";
  if (kind === "Convoy") return [status.progress ?? "", said].filter(Boolean).join("  ");
  if (kind === "Rig") return said;
  return [status.assignedBead ?? "", said].filter(Boolean).join("  ");
}
