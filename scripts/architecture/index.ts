/** scripts/architecture/: the picture of the pages Concepts and the first one. In: nothing. Out: docs/img/architecture/. */
import { NARROW, WIDE } from "./drawings.ts";
import { svg, type Palette } from "./picture.ts";

const PALETTES: Readonly<Record<string, Palette>> = {
  light: {
    ground: "#ffffff",
    box: "#f5f6f8",
    ours: "#e7f0ff",
    line: "#57606a",
    text: "#1c2128",
    quiet: "#57606a",
  },
  dark: {
    ground: "#0f1319",
    box: "#1a212b",
    ours: "#16304f",
    line: "#a3adb8",
    text: "#e3e8ee",
    quiet: "#a3adb8",
  },
};

export function architecturePictures(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(PALETTES).flatMap(([name, palette]) => [
      [`wide-${name}.svg`, svg(WIDE, palette)],
      [`narrow-${name}.svg`, svg(NARROW, palette)],
    ]),
  );
}
