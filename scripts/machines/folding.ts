/** Folding: which states a picture shows, where one region is looked at and the others are one box each. */
import { FOLDED, WHOLE, type ChartState } from "inspector-ui/chart";

/** Whether no single region is looked at. */
export function isAll(focus: string): boolean {
  return focus === WHOLE || focus === FOLDED;
}

/** Whether a state is another one, or in it. */
export function isWithin(id: string, region: string): boolean {
  return id === region || id.startsWith(`${region}.`);
}

/** Whether what is in a region is shown. */
function isUnfolded(region: string, focus: string): boolean {
  return focus === WHOLE || isWithin(focus, region);
}

/** The box that stands for a state: its own, or that of the outermost folded region around it. */
export function foldedAs(states: readonly ChartState[], id: string, focus: string): string {
  let shown = id;
  let state = states.find((one) => one.id === id);
  while (state !== undefined && state.parent !== null) {
    const { parent } = state;
    if (!isUnfolded(parent, focus)) shown = parent;
    state = states.find((one) => one.id === parent);
  }
  return shown;
}

export function isDrawn(states: readonly ChartState[], id: string, focus: string): boolean {
  return foldedAs(states, id, focus) === id;
}
