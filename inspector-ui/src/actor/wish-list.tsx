/** The commands to copy. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Cell } from "../../../src/inspector/cell.ts";
import { wishesOf } from "./wishes.ts";

export function WishList({ cell }: { readonly cell: Cell }): JSX.Element {
  const copied = useSignal<string | null>(null);
  const copy = async (command: string): Promise<void> => {
    await navigator.clipboard.writeText(command);
    copied.value = command;
  };
  return (
    <div class="wishes">
      <p>This page writes nothing. A wish goes into the resource's spec:</p>
      {wishesOf(cell).map(({ title, command }) => (
        <div class="wish" key={title}>
          <h3>{title}</h3>
          <pre tabIndex={0} role="region" aria-label={`Command: ${title}`}>
            {command}
          </pre>
          <button type="button" onClick={() => void copy(command)} aria-label={`Copy: ${title}`}>
            {copied.value === command ? "Copied" : "Copy"}
          </button>
        </div>
      ))}
    </div>
  );
}
