/** The facts of an actor that one asks for first: where it is, what it is at, what runs, what it waits for. */
import type { ComponentChildren, JSX } from "preact";
import type { Detail } from "../../../src/inspector/detail.ts";
import { eventWords } from "../chart/chart.ts";
import { kindInPage } from "../kinds/kind-in-page.ts";
import { cursorAt } from "../lanes/times.ts";
import { now } from "../live/clock.ts";
import { CopyButton } from "../page/copied-line.tsx";
import { dateTime, duration, zone } from "../page/wording.ts";

export function Facts({ shown }: { readonly shown: Detail }): JSX.Element {
  const { cell, status, timers, running, observedAt } = shown;
  const moment = cursorAt.value ?? now.value;
  const text = (name: string): string | null => (typeof status[name] === "string" ? status[name] : null);
  return (
    <dl class="facts">
      <Fact name="State">
        <code data-state={cell.state}>{cell.state}</code>
      </Fact>
      <Copied name="Bead" text={cell.bead} />
      <Copied
        name="gt name"
        text={cell.polecat === null ? null : `${cell.gtRig ?? cell.rig}/${cell.polecat}`}
      />
      <Copied name="Branch" text={text("branch")} />
      <Copied name="Worktree" text={text("worktreePath")} />
      <Fact name={kindInPage(cell).progress}>{cell.progress}</Fact>
      <Fact name="Unchanged">
        {observedAt === null ? null : (
          <time
            dateTime={new Date(observedAt).toISOString()}
            title={`since ${dateTime(observedAt)} ${zone(observedAt)}`}
          >
            for {duration(Math.max(0, moment - observedAt))}
          </time>
        )}
      </Fact>
      <Fact name="Running">
        {running.length === 0 ? null : running.map(({ service }) => service).join(", ")}
      </Fact>
      <Fact name="Timer">
        {timers.length === 0
          ? null
          : timers.map(({ id, dueAt }) => (
              <time
                key={id}
                dateTime={new Date(dueAt).toISOString()}
                title={`${dateTime(dueAt)} ${zone(dueAt)}`}
              >
                {eventWords(id)} in {duration(Math.max(0, dueAt - moment))}{" "}
              </time>
            ))}
      </Fact>
    </dl>
  );
}

function Copied({ name, text }: { readonly name: string; readonly text: string | null }): JSX.Element | null {
  if (text === null) return null;
  return (
    <Fact name={name}>
      {text} <CopyButton text={text} name={`Copy: ${name}`} isSmall />
    </Fact>
  );
}

function Fact(props: { readonly name: string; readonly children: ComponentChildren }): JSX.Element | null {
  if (props.children === null) return null;
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
