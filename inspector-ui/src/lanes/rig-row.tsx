/** The head of a rig's lanes, with what people changed of the rig itself. */
import type { JSX } from "preact";
import { goTo } from "../live/route.ts";
import type { Lane } from "./lane-book.ts";
import { MarkButton, marksIn } from "./mark-button.tsx";
import type { Span } from "./span.ts";
import { walk } from "./walk.ts";

interface RigRowProps {
  readonly name: string;
  /** Undefined where no Rig stands for it. */
  readonly lane: Lane | undefined;
  readonly span: Span;
  readonly top: number;
}

export function RigRow({ name, lane, span, top }: RigRowProps): JSX.Element {
  return (
    <div class="lane lane-head" style={{ top: `${top}px` }} onKeyDown={walk}>
      <h3>
        {lane === undefined ? (
          <span class="lane-name">{name}</span>
        ) : (
          <button
            type="button"
            class="lane-name"
            data-lane={lane.cell.id}
            onClick={() => goTo({ actor: lane.cell.id, tab: null })}
          >
            {name}
          </button>
        )}
      </h3>
      <div class="lane-track" role="group" aria-label={`What happened to rig ${name} itself`}>
        {lane === undefined
          ? null
          : marksIn(lane.marks, span).map((mark) => (
              <MarkButton key={`${mark.at} ${mark.sign}`} id={lane.cell.id} mark={mark} span={span} />
            ))}
      </div>
    </div>
  );
}
