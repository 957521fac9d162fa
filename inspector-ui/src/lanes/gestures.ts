/**
 * How a hand moves the span: wheel with Ctrl or a pinch on a pad zooms, sideways moves, dragging moves; on a screen one
 * finger sideways moves, and two zoom. Up and down scroll as everywhere.
 */
import { useEffect } from "preact/hooks";
import { moved, stretched, zoomed, type Span } from "./span.ts";

/** Below it a press is a click. */
const DRAG_PX = 4;

export interface Spanned {
  readonly span: () => Span;
  readonly whole: () => Span;
  readonly onSpan: (span: Span) => void;
}

/** @param track which part of the element stands for time. */
export function useGestures(
  element: { readonly current: HTMLElement | null },
  track: { readonly current: HTMLElement | null },
  spanned: Spanned,
): void {
  useEffect(() => {
    const view = element.current;
    if (view === null) return undefined;
    const box = (): DOMRect => (track.current ?? view).getBoundingClientRect();
    const end = new AbortController();
    const { signal } = end;
    view.addEventListener("wheel", (event) => turn(event, box(), spanned), { passive: false, signal });
    followPointers(view, box, spanned, signal);
    return () => end.abort();
  }, []);
}

function turn(event: WheelEvent, { left, width }: DOMRect, spanned: Spanned): void {
  const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (event.ctrlKey || event.metaKey) {
    const at = Math.min(1, Math.max(0, (event.clientX - left) / width));
    spanned.onSpan(zoomed(spanned.span(), Math.exp(event.deltaY / 200), at, spanned.whole()));
  } else if (isSideways) {
    const by = event.deltaX === 0 ? event.deltaY : event.deltaX;
    spanned.onSpan(moved(spanned.span(), by / width, spanned.whole()));
  } else {
    return;
  }
  event.preventDefault();
}

/** What is under the fingers stays under them: the span follows from where they began and where they are. */
function followPointers(view: HTMLElement, box: () => DOMRect, spanned: Spanned, signal: AbortSignal): void {
  const begun = new Map<number, number>();
  const held = new Map<number, number>();
  let start = spanned.span();
  const begin = (): void => {
    start = spanned.span();
    for (const [id, x] of held) begun.set(id, x);
  };
  view.addEventListener(
    "pointerdown",
    ({ pointerId, clientX, button }) => {
      if (button !== 0 || held.size === 2) return;
      held.set(pointerId, clientX);
      begin();
    },
    { signal },
  );
  window.addEventListener(
    "pointermove",
    ({ pointerId, clientX }) => {
      if (!held.has(pointerId)) return;
      if (held.size === 1 && !view.hasPointerCapture(pointerId)) {
        if (Math.abs(clientX - (begun.get(pointerId) ?? clientX)) < DRAG_PX) return;
        // From here on the press is no click on a bar any more.
        view.setPointerCapture(pointerId);
      }
      held.set(pointerId, clientX);
      const { left, width } = box();
      const places = [...held].map(([id, x]) => ({
        from: ((begun.get(id) ?? x) - left) / width,
        to: (x - left) / width,
      }));
      spanned.onSpan(stretched(start, places, spanned.whole()));
    },
    { signal },
  );
  const letGo = ({ pointerId }: PointerEvent): void => {
    if (held.delete(pointerId)) begin();
  };
  window.addEventListener("pointerup", letGo, { signal });
  window.addEventListener("pointercancel", letGo, { signal });
}
