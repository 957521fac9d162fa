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
