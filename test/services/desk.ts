/** The services of a simulated town, as an operator calls them, with claims and blockers that a test sets. */
import type {
  NukeOutput,
  ProveOutput,
  SlingOutput,
  TerminationInput,
  TerminationProof,
} from "../../machines/index.ts";
import { consentCommand } from "../../src/kinds/index.ts";
import { createServices } from "../../src/services/index.ts";
import type { SimTown } from "../town/sim-town.ts";

export interface Desk {
  /** Uid by `RIG/NAME`. */
  readonly polecats: Map<string, string>;
  /** Uid by bead. */
  readonly beads: Map<string, string>;
  readonly proofs: TerminationProof[];
  /** Since when a resource's polecat is stuck, by uid. */
  readonly unresponsive: Map<string, number>;
  /** Uids whose state was written before something was done. */
  readonly persisted: string[];
  maxPolecats: number;
  isEndRequested: boolean;
  /** Consent as it is at the moment of the question. */
  forceConsent: string | null;
  blocker: { readonly reason: string; readonly message: string } | null;
  sling(uid: string, bead: string, more?: { rig?: string; polecat?: string | null }): Promise<SlingOutput>;
  prove(input: Partial<TerminationInput>): Promise<ProveOutput>;
  /** @param signal aborts when the actor has left the state that asks; never unless given. */
  call(service: string, input: unknown, signal?: AbortSignal): Promise<unknown>;
  /** The whole way of an end: prove, record, stop, nuke. */
  end(input: Partial<TerminationInput>): Promise<ProveOutput | NukeOutput>;
}

const OPTIONS = { args: null, message: null, baseBranch: null, merge: null, agent: null };

export function createDesk(town: SimTown): Desk {
  const carryOut = createServices({
    gt: town.gt,
    now: () => town.clock.now(),
    setTimer: (ms, fire) => town.clock.setTimer(ms, fire),
    pods: null,
    claims: {
      driverOfPolecat: (rig, name) => desk.polecats.get(`${rig}/${name}`) ?? null,
      driverOfBead: (bead) => desk.beads.get(bead) ?? null,
      beadOf: (uid) => [...desk.beads].find(([, driver]) => driver === uid)?.[0] ?? null,
    },
    maxPolecats: () => desk.maxPolecats,
    blocker: () => desk.blocker,
    end: () => ({ isRequested: desk.isEndRequested, forceConsent: desk.forceConsent }),
    consentCommand: (_uid, consent) => consentCommand({ name: "one" }, consent),
    random: () => 0.5,
    stuckSince: (uid) => desk.unresponsive.get(uid) ?? null,
    persistState: (uid) => {
      desk.persisted.push(uid);
      return Promise.resolve();
    },
    persistProof: (_uid, proof) => {
      desk.proofs.push(proof);
      return Promise.resolve();
    },
  });
  const services: Desk["call"] = (service, input, signal = new AbortController().signal) =>
    carryOut(service, input, signal);
  const full = (input: Partial<TerminationInput>): TerminationInput => ({
    uid: "u1",
    rig: "alpha",
    polecat: "furiosa",
    bead: "al-1",
    automatic: false,
    terminationPolicy: (input.forceConsent ?? null) === null ? "Safe" : "Force",
    forceConsent: null,
    nuked: null,
    ...input,
  });
  const desk: Desk = {
    polecats: new Map(),
    beads: new Map(),
    proofs: [],
    unresponsive: new Map(),
    persisted: [],
    maxPolecats: 8,
    isEndRequested: true,
    forceConsent: null,
    blocker: null,
    call: services,
    sling: async (uid, bead, { rig = "alpha", polecat = null } = {}) =>
      (await services("sling", { uid, rig, bead, polecat, options: OPTIONS })) as SlingOutput,
    prove: async (input) => (await services("proveTermination", full(input))) as ProveOutput,
    async end(input) {
      const asked = full(input);
      desk.forceConsent = asked.forceConsent;
      const proven = await desk.prove(asked);
      if (proven.outcome !== "proven") return proven;
      await services("recordProof", { uid: asked.uid, proof: proven.proof });
      const rest = { ...asked, proof: proven.proof };
      await services("stopSession", rest);
      return (await services("nuke", rest)) as NukeOutput;
    },
  };
  return desk;
}
