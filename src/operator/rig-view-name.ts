/**
 * The name of the view of a rig: valid in Kubernetes, always the same, and of this rig of this town alone. Rigs are of the
 * whole cluster, so that of a named town has the town's name behind its own: neither has a hyphen in it that could be
 * taken for the one between them.
 */
import { fitting, hashedName, hasSameStem, LIKE_HASH, LONGEST_NAME } from "./hashed-name.ts";

const PLAIN_RIG = /^[a-z0-9]+$/;
const PLAIN_TOWN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** @param nth 1 for the plain name; 2 and more where other Rigs have those before it. */
export function rigViewName(town: string | undefined, gtName: string, nth = 1): string {
  const plain = town === undefined ? gtName : `${gtName}-${town}`;
  const fits =
    PLAIN_RIG.test(gtName) &&
    (town === undefined || PLAIN_TOWN.test(town)) &&
    plain.length <= LONGEST_NAME &&
    !LIKE_HASH.test(plain);
  if (nth === 1 && fits) return plain;
  return hashedName(fitting(plain), `view ${nth} of rig ${gtName} of town ${town ?? ""}`);
}

/** Whether the operator may have given the view of this rig that name. */
export function isRigViewName(name: string, town: string | undefined, gtName: string): boolean {
  return name === rigViewName(town, gtName) || hasSameStem(name, rigViewName(town, gtName, 2));
}
