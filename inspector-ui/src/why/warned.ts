/** Whom a Witness told of which stuck polecat, and when, as far as the timeline reaches. Pure. */
import { z } from "zod";
import type { Detail } from "../../../src/inspector/detail.ts";
import { isWorker, kindInPage } from "../kinds/kind-in-page.ts";
import type { Lane } from "../lanes/lane-book.ts";
import { SIGN_WARNED } from "../lanes/marks.ts";

export interface Warned {
  readonly at: number;
  /** Id of the polecat that is stuck. */
  readonly actor: string;
  readonly name: string;
  readonly text: string;
}

const contextSchema = z.looseObject({ desired: z.looseObject({ escalateTo: z.string() }) });

/** The newest first. */
export function warnedBy(detail: Detail, lanes: Iterable<Lane>): readonly Warned[] {
  if (!kindInPage(detail.cell).warns) return [];
  const to = contextSchema.safeParse(detail.context).data?.desired.escalateTo;
  const said = (text: string): string =>
    to === undefined || !text.startsWith("mail") ? text : `${text}, to ${to}`;
  return [...lanes]
    .filter(({ cell }) => isWorker(cell) && cell.rig === detail.cell.rig)
    .flatMap(({ cell, marks }) =>
      marks
        .filter(({ sign }) => sign === SIGN_WARNED)
        .map(({ at, text }) => ({ at, actor: cell.id, name: cell.ref.name, text: said(text) })),
    )
    .sort((a, b) => b.at - a.at);
}
