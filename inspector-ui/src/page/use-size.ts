/** How much of a scrolling element is seen, so that only what is in sight is drawn. */
import { useSignal, type Signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

export interface Size {
  readonly width: number;
  readonly height: number;
  /** How far it is scrolled beyond what stands above its sheet. */
  readonly top: number;
}

/** Follows the size and the scrolling of an element, as the sheet in it sees them. */
export function useSize(
  frame: { readonly current: HTMLElement | null },
  sheet: { readonly current: HTMLElement | null },
): Signal<Size> {
  const size = useSignal<Size>({ width: 800, height: 600, top: 0 });
  useLayoutEffect(() => {
    const view = frame.current;
    if (view === null) return undefined;
    const measure = (): void => {
      const width = sheet.current?.clientWidth ?? view.clientWidth;
      const top = view.scrollTop - (sheet.current?.offsetTop ?? 0);
      const { value } = size;
      if (value.width === width && value.top === top && value.height === view.clientHeight) return;
      size.value = { width, height: view.clientHeight, top };
    };
    const observer = new ResizeObserver(measure);
    // What stands above the sheet grows and shrinks.
    for (const part of [view, ...view.querySelectorAll(":scope > *, [data-above]")]) observer.observe(part);
    view.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener("scroll", measure);
    };
  }, [size]);
  return size;
}
