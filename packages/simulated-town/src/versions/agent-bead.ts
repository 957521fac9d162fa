/** The agent bead of a polecat. Later versions judge by what it says; 1.0.1 does not find it. */
import type { SimAgentBead, SimPolecat } from "../state.ts";

const FRESH: SimAgentBead = { hookBead: null, lastSourceIssue: null, cleanupStatus: "", activeMr: null };

export const agentBeadOf = ({ agentBead = FRESH }: SimPolecat): SimAgentBead => agentBead;
