/** As a plugin it speaks like kubectl. */
export type ProgramName = "gastown-operator" | "kubectl gastown";
