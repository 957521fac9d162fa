/** A polecat's terminal, read when it is asked for. Nothing can be typed into it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { JSX } from "preact";
import { z } from "zod";
import { shellWord } from "@gastown/system";
import type { Cell } from "../../../src/inspector/cell.ts";
import { read } from "../live/read.ts";
import { clockTime } from "../page/wording.ts";

const peekSchema = z.object({ at: z.number(), text: z.string() });

const ESCAPES =
  /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007]*(?:\u0007|\u001b\\)|[\u0000-\u0008\u000b-\u001f]/g;

export function Output({ cell }: { readonly cell: Cell }): JSX.Element {
  const { rig, gtRig, polecat } = cell;
  const gtName = gtRig ?? rig;
  const seen = useSignal<{ readonly at: number; readonly text: string } | null>(null);
  const problem = useSignal<string | null>(null);
  const look = async (): Promise<void> => {
    if (polecat === null) return;
    try {
      const path = `peek/${encodeURIComponent(gtName)}/${encodeURIComponent(polecat)}`;
      seen.value = peekSchema.parse(JSON.parse(await read(path)));
      problem.value = null;
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  useEffect(() => {
    seen.value = null;
    void look();
  }, [gtName, polecat]);
  return (
    <div class="output">
      <p>
        <button type="button" onClick={() => void look()}>
          Read again
        </button>{" "}
        <code>gt peek {shellWord(`${gtName}/${polecat}`)}</code>{" "}
        {seen.value === null ? "" : `at ${clockTime(seen.value.at)}`}
      </p>
      {problem.value === null ? null : <p role="alert">{problem.value}</p>}
      <pre tabIndex={0} role="region" aria-label="Terminal">
        {seen.value?.text.replaceAll(ESCAPES, "") ?? ""}
      </pre>
    </div>
  );
}
