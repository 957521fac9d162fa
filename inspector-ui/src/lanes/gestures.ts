/** How a hand moves the span: wheel with Ctrl or a pinch on a pad zooms, sideways moves, dragging moves. */
import { useEffect } from "preact/hooks";
import { moved, zoomed, type Span } from "./span.ts";

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
    const onWheel = (event: WheelEvent): void => {
      const { left, width } = box();
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
    };
    const onDown = (down: PointerEvent): void => startDrag(view, box().width, down, spanned);
    view.addEventListener("wheel", onWheel, { passive: false });
    view.addEventListener("pointerdown", onDown);
    return () => {
      view.removeEventListener("wheel", onWheel);
      view.removeEventListener("pointerdown", onDown);
    };
  }, []);
}

function startDrag(view: HTMLElement, width: number, down: PointerEvent, spanned: Spanned): void {
  if (down.button !== 0 || down.pointerType === "touch") return;
  const start = spanned.span();
  const onMove = ({ clientX }: PointerEvent): void => {
    if (!view.hasPointerCapture(down.pointerId)) {
      if (Math.abs(clientX - down.clientX) < DRAG_PX) return;
      // From here on the press is no click on a bar any more.
      view.setPointerCapture(down.pointerId);
    }
    spanned.onSpan(moved(start, (down.clientX - clientX) / width, spanned.whole()));
  };
  const end = new AbortController();
  const { signal } = end;
  window.addEventListener("pointermove", onMove, { signal });
  for (const name of ["pointerup", "pointercancel"])
    window.addEventListener(name, () => end.abort(), { signal });
}
