/** How a person consents to lose what a termination proof names. */
import { shellWord } from "@gastown/system";
import { FORCE_TERMINATION_ANNOTATION } from "../group.ts";

export interface Named {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** @param consent as `status.terminationProof.consent` has it. It holds a branch's name, which may hold any quotes. */
export function consentCommand({ name, namespace = "default" }: Named, consent: string): string {
  const annotation = `${FORCE_TERMINATION_ANNOTATION}=${consent}`;
  return `kubectl annotate --overwrite -n ${namespace} polecat/${name} ${shellWord(annotation)}`;
}
