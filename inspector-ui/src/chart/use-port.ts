/** How a hand moves a picture: the wheel zooms, dragging moves, two fingers do both. */
import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { moved, zoomed, type Port } from "./port.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

const DRAG_PX = 4;

export function usePort(frame: { readonly current: HTMLElement | null }, port: Signal<Port>): void {
  useEffect(() => {
    const view = frame.current;
    if (view === null) return undefined;
    const end = new AbortController();
    const { signal } = end;
    const placeOf = ({ clientX, clientY }: MouseEvent): Point => {
      const { left, top } = view.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    view.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        port.value = zoomed(port.value, Math.exp(-event.deltaY / 400), placeOf(event));
      },
      { passive: false, signal },
    );
    const held = new Map<number, Point>();
    view.addEventListener(
      "pointerdown",
      (event) => {
        if (event.button === 0 && held.size < 2) held.set(event.pointerId, placeOf(event));
      },
      { signal },
    );
    window.addEventListener(
      "pointermove",
      (event) => {
        const before = held.get(event.pointerId);
        if (before === undefined) return;
        const here = placeOf(event);
        if (held.size === 1 && !view.hasPointerCapture(event.pointerId)) {
          if (Math.hypot(here.x - before.x, here.y - before.y) < DRAG_PX) return;
          // From here on the press is no click on a state any more.
          view.setPointerCapture(event.pointerId);
        }
        held.set(event.pointerId, here);
        const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
        port.value =
          other === undefined ? dragged(port.value, before, here) : pinched(port.value, before, here, other);
      },
      { signal },
    );
    for (const name of ["pointerup", "pointercancel"] as const)
      window.addEventListener(name, ({ pointerId }) => void held.delete(pointerId), { signal });
    return () => end.abort();
  }, []);
}

function dragged(port: Port, from: Point, to: Point): Port {
  return moved(port, to.x - from.x, to.y - from.y);
}

/** @param still where the other finger is. */
function pinched(port: Port, from: Point, to: Point, still: Point): Port {
  const apart = (point: Point): number => Math.max(1, Math.hypot(point.x - still.x, point.y - still.y));
  return zoomed(port, apart(to) / apart(from), still);
}
