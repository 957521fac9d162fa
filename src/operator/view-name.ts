/**
 * The name of the view of a polecat: valid in Kubernetes, always the same, and of this polecat alone. gt's names may have
 * capitals, underscores and dots; a name that has to be changed for Kubernetes ends in a hash of what it was.
 */
import { fitting, hashedName, hasSameStem, LIKE_HASH, LONGEST_NAME } from "./hashed-name.ts";

const RIG = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
/** Without a hyphen, so that the last one in the name tells where the rig ends. */
const POLECAT = /^[a-z0-9]+$/;

/** @param rig as the view's `spec.rig` has it. */
export function viewName(rig: string, polecat: string): string {
  const plain = `${rig}-${polecat}`;
  const fits =
    RIG.test(rig) && POLECAT.test(polecat) && !LIKE_HASH.test(polecat) && plain.length <= LONGEST_NAME;
  return fits ? plain : hashedName(fitting(plain), `${rig}/${polecat}`);
}

/** The rig as a label's value, as it is where Kubernetes takes that. */
export function rigLabel(rig: string): string {
  const fits = LABEL.test(rig) && rig.length <= LONGEST_NAME;
  return fits ? rig : hashedName(fitting(rig), rig);
}

/** @param nth 1 for the plain name; 2 and more where other resources have those before it. */
export function nthViewName(rig: string, polecat: string, nth: number): string {
  if (nth === 1) return viewName(rig, polecat);
  return hashedName(
    viewName(rig, polecat),
    `${nth === 2 ? "second view" : `view ${nth}`} of ${rig}/${polecat}`,
  );
}

/**
 * Whether the operator may have given a view of this polecat that name. Any hash will do for the third and later ones:
 * how many there were is not remembered.
 */
export function isViewName(name: string, rig: string, polecat: string): boolean {
  if (name === viewName(rig, polecat) || name === earlierViewName(rig, polecat)) return true;
  return hasSameStem(name, nthViewName(rig, polecat, 2));
}

/** As releases before this one named them; two polecats could have one name. */
export function earlierViewName(rig: string, polecat: string): string {
  return `${rig}-${polecat}`.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-");
}
