/**
 * The name of the view of a polecat: valid in Kubernetes, always the same, and of this polecat alone. gt's names may have
 * capitals, underscores and dots; a name that has to be changed for Kubernetes ends in a hash of what it was.
 */
import { createHash } from "node:crypto";

/** As for a label's value, so that the name can be put into one. Characters. */
const LONGEST = 63;
const HASH_LENGTH = 10;

const HASH = new RegExp(`^[0-9a-f]{${HASH_LENGTH}}$`);
const RIG = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
/** Without a hyphen, so that the last one in the name tells where the rig ends; and nothing that looks like the hash. */
const POLECAT = new RegExp(`^(?![0-9a-f]{${HASH_LENGTH}}$)[a-z0-9]+$`);

/** @param rig as the view's `spec.rig` has it. */
export function viewName(rig: string, polecat: string): string {
  const plain = `${rig}-${polecat}`;
  const fits = RIG.test(rig) && POLECAT.test(polecat) && plain.length <= LONGEST;
  return fits ? plain : hashed(plain.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"), `${rig}/${polecat}`);
}

/** The rig as a label's value, as it is where Kubernetes takes that. */
export function rigLabel(rig: string): string {
  const fits = LABEL.test(rig) && rig.length <= LONGEST;
  return fits ? rig : hashed(rig.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"), rig);
}

/** @param nth 1 for the plain name; 2 and more where other resources have those before it. */
export function nthViewName(rig: string, polecat: string, nth: number): string {
  if (nth === 1) return viewName(rig, polecat);
  return hashed(viewName(rig, polecat), `${nth === 2 ? "second view" : `view ${nth}`} of ${rig}/${polecat}`);
}

/**
 * Whether the operator may have given a view of this polecat that name. Any hash will do for the third and later ones:
 * how many there were is not remembered.
 */
export function isViewName(name: string, rig: string, polecat: string): boolean {
  if (name === viewName(rig, polecat) || name === earlierViewName(rig, polecat)) return true;
  const stem = nthViewName(rig, polecat, 2).slice(0, -HASH_LENGTH);
  return name.startsWith(stem) && HASH.test(name.slice(stem.length));
}

/** As releases before this one named them; two polecats could have one name. */
export function earlierViewName(rig: string, polecat: string): string {
  return `${rig}-${polecat}`.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-");
}

function hashed(text: string, whole: string): string {
  const digest = createHash("sha256").update(whole).digest("hex").slice(0, HASH_LENGTH);
  const beginning = text
    .replace(/^-+/, "")
    .slice(0, LONGEST - HASH_LENGTH - 1)
    .replace(/-+$/, "");
  return beginning === "" ? digest : `${beginning}-${digest}`;
}
