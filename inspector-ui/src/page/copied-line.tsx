/** A command to copy: the page itself runs and writes nothing. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { JSX } from "preact";

const SHOWN_MS = 2_000;

interface CommandLineProps {
  readonly command: string;
  /** What it is for, for whoever only hears it. */
  readonly purpose: string;
}

export function CommandLine({ command, purpose }: CommandLineProps): JSX.Element {
  const line = useRef<HTMLElement>(null);
  const said = useSignal("Copy");
  const copy = async (): Promise<void> => {
    said.value = (await isCopied(command, line.current)) ? "Copied" : "Press Ctrl+C";
    setTimeout(() => (said.value = "Copy"), SHOWN_MS);
  };
  return (
    <span class="command">
      <code ref={line} tabIndex={0} role="region" aria-label={`Command: ${purpose}`}>
        {command}
      </code>
      <button type="button" onClick={() => void copy()} aria-label={`Copy: ${purpose}`}>
        {said.value}
      </button>
    </span>
  );
}

interface CopyButtonProps {
  /** Or how it is found out when somebody asks. */
  readonly text: string | (() => string);
  /** What it says and what a listener hears. */
  readonly name: string;
  /** Where the name would take too much room. */
  readonly isSmall?: boolean;
}

/** Copies what stands beside it. */
export function CopyButton({ text, name, isSmall = false }: CopyButtonProps): JSX.Element {
  const said = useSignal<string | null>(null);
  const copy = async (): Promise<void> => {
    said.value = (await isCopied(typeof text === "string" ? text : text(), null))
      ? "Copied"
      : "No clipboard here";
    setTimeout(() => (said.value = null), SHOWN_MS);
  };
  return (
    <button
      type="button"
      class={isSmall ? "copy plain" : "copy"}
      aria-label={said.value ?? name}
      title={name}
      onClick={() => void copy()}
    >
      {said.value ?? (isSmall ? <Sheets /> : name)}
    </button>
  );
}

/** Two sheets, as an icon: not every font has a sign for it. */
function Sheets(): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3" />
    </svg>
  );
}

/** A page over plain HTTP from another host has no clipboard: there the text is selected. */
async function isCopied(command: string, line: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(command);
    return true;
  } catch {
    if (line !== null) window.getSelection()?.selectAllChildren(line);
    return false;
  }
}
