/** One bead with what is told of its work, and its merge request, from one `gt show` for both. */
import { z } from "zod";
import type { Bead, ShownBeads, ShownWork, WorkBead } from "../answers.ts";
import { parseJson, word } from "./json.ts";

const more = z.object({
  id: word,
  description: z.string().nullish(),
  priority: z.number().nullish(),
  acceptance_criteria: z.string().nullish(),
});

/** An item of a list that nobody has ticked, as gt counts them. */
const OPEN_ITEM = /^\s*- \[ \] /gm;

/** @throws SyntaxError where of one of them it is not known whether it is there. */
export function workIn(shown: ShownBeads, stdout: string, bead: string, request: string | null): ShownWork {
  const [unknown] = shown.unknown;
  if (unknown !== undefined) throw new SyntaxError(unknown.message);
  const of = (id: string): Bead | null => shown.found.find((one) => one.id === id) ?? null;
  const found = of(bead);
  // Without the bead nothing says that the database was reached which would have the request.
  if (found === null) return { bead: null, request: null };
  return { bead: { ...found, ...extraOf(bead, stdout) }, request: request === null ? null : of(request) };
}

function extraOf(id: string, stdout: string): Omit<WorkBead, keyof Bead> {
  const entry = parseJson(z.array(z.unknown()), stdout).flatMap((one) => more.safeParse(one).data ?? []);
  const own = entry.find((one) => one.id === id);
  return {
    description: own?.description ?? "",
    priority: own?.priority ?? null,
    openCriteria: [...(own?.acceptance_criteria ?? "").matchAll(OPEN_ITEM)].length,
  };
}
