/** Incarnations: gt gives names out again, so a polecat is its address and its branch. */
import { shortAddress } from "../../machines/index.ts";

interface Named {
  readonly rig: string;
  readonly polecat: string;
}

/** `RIG/NAME@BRANCH`, as a proof and a consent name whom they are about. */
export function incarnationOf({ rig, polecat }: Named, branch: string): string {
  return `${shortAddress(rig, polecat)}@${branch}`;
}

/** The branch of the incarnation that a proof is about. */
export function branchOf({
  proof,
  ...named
}: Named & { readonly proof: { readonly incarnation: string } }): string {
  return proof.incarnation.slice(incarnationOf(named, "").length);
}
