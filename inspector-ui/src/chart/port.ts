/** The part of a picture that is seen: moved, zoomed, fitted. Pure; all in pixels of the frame. */
import type { Box } from "./chart.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the picture's corner stands in the frame, and how large it is drawn. */
export interface Port {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const SMALLEST = 0.12;
const LARGEST = 3;
/** Smaller than this nobody reads it: then a part of it is shown instead. */
const READABLE = 0.85;
const MARGIN = 12;

export function fitted(picture: Size, frame: Size): Port {
  const room = { width: frame.width - 2 * MARGIN, height: frame.height - 2 * MARGIN };
  const scale = Math.max(SMALLEST, Math.min(room.width / picture.width, room.height / picture.height, 1.15));
  return {
    x: (frame.width - picture.width * scale) / 2,
    y: (frame.height - picture.height * scale) / 2,
    scale,
  };
}

/** The whole of it where that can be read; else what matters, in the middle. */
export function readable(picture: Size, frame: Size, middle: Box | null): Port {
  const whole = fitted(picture, frame);
  if (whole.scale >= READABLE || middle === null) return whole;
  const centre = { x: middle.x + middle.width / 2, y: middle.y + middle.height / 2 };
  return within(centredOn(centre.x, centre.y, { ...whole, scale: READABLE }, frame), picture, frame);
}

/** With a place of the picture in the middle of the frame. */
export function centredOn(x: number, y: number, { scale }: Port, frame: Size): Port {
  return { x: frame.width / 2 - x * scale, y: frame.height / 2 - y * scale, scale };
}

/** @param at the place in the frame that stays where it is. */
export function zoomed(port: Port, factor: number, at: { readonly x: number; readonly y: number }): Port {
  const scale = Math.min(LARGEST, Math.max(SMALLEST, port.scale * factor));
  const grown = scale / port.scale;
  return { x: at.x - (at.x - port.x) * grown, y: at.y - (at.y - port.y) * grown, scale };
}

export function moved(port: Port, byX: number, byY: number): Port {
  return { ...port, x: port.x + byX, y: port.y + byY };
}

/** Some of the picture stays in sight, and all of it where it has room. */
export function within(port: Port, picture: Size, frame: Size): Port {
  const { scale } = port;
  return {
    x: kept(port.x, picture.width * scale, frame.width),
    y: kept(port.y, picture.height * scale, frame.height),
    scale,
  };
}

function kept(place: number, size: number, room: number): number {
  if (size + 2 * MARGIN <= room) return Math.min(Math.max(place, MARGIN), room - size - MARGIN);
  return Math.min(MARGIN, Math.max(place, room - size - MARGIN));
}
