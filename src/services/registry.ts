/** The registry: from an operation's name to its implementation, with its input checked and its lane chosen. */
import type { z } from "zod";
import { ServiceError } from "./errors.ts";
import {
  createConvoy,
  createConvoyLists,
  extendConvoy,
  findConvoy,
  notify,
  type ConvoyLists,
} from "./convoys.ts";
import * as inputs from "./inputs.ts";
import { createLanes, type Lanes } from "../gt/index.ts";
import type { ServicePorts } from "./ports.ts";
import { Preflights } from "./preflights.ts";
import { located, sling } from "./sling.ts";
import { LastLooks } from "./last-look.ts";
import { nuke } from "./nuke.ts";
import { createProofs, type Proofs } from "./proof-reads.ts";
import { SessionsSeen } from "./sessions-seen.ts";
import { proveTermination, recordProof, stopSession } from "./termination.ts";
import { podServices } from "./pods/index.ts";
import { escalate, mail, nudge } from "./warnings.ts";

export type { ServicePorts } from "./ports.ts";

/** The signal aborts when the actor has left the state that asked: what has not begun by then does not begin. */
type Service<Output = unknown> = (input: unknown, signal: AbortSignal) => Promise<Output>;

const rigLane = ({ rig }: { readonly rig: string }): string => `rig ${rig}`;

/** In the lane of a rig, what was looked at already goes first. */
const LOOKED_AT = 1;

/** The lane of convoys, mail and escalations: gt writes them for the whole town. */
const TOWN_LANE = "town";

/** @returns a function that carries out an operation by its service's name. */
export function createServices(
  ports: ServicePorts,
): (service: string, input: unknown, signal: AbortSignal) => Promise<unknown> {
  const lanes = createLanes();
  const shared = {
    preflights: new Preflights(ports),
    proofs: createProofs(ports, lanes),
    lastLooks: new LastLooks(ports, lanes),
    sessions: new SessionsSeen(),
    convoyLists: createConvoyLists(ports, lanes),
    lanes,
  };
  const all = implementations({ ...ports, ...shared });
  const services = new Map<string, Service>(Object.entries(all));
  return async (name, input, signal) => {
    const service = services.get(name);
    if (service === undefined) throw new ServiceError("InternalError", `there is no service named ${name}`);
    return service(input, signal);
  };
}

type Ports = ServicePorts & {
  readonly preflights: Preflights;
  readonly proofs: Proofs;
  readonly lastLooks: LastLooks;
  readonly sessions: SessionsSeen;
  readonly convoyLists: ConvoyLists;
  readonly lanes: Lanes;
};

type Run<Input, Output> = (input: Input, signal: AbortSignal) => Promise<Output>;

/** Beside what else an operation runs. */
function lanesOf(lanes: Lanes) {
  const inLane = <Output>(
    lane: string,
    signal: AbortSignal,
    run: () => Promise<Output>,
    priority = 0,
  ): Promise<Output> => {
    const begin = async (): Promise<Output> => {
      signal.throwIfAborted();
      return run();
    };
    return lanes.run(lane, begin, priority);
  };
  const inRig = <Input extends { readonly rig: string }, Output>(
    schema: z.ZodType<Input>,
    run: Run<Input, Output>,
  ): Service<Output> => {
    return async (raw, signal) => {
      const input = schema.parse(raw);
      return inLane(rigLane(input), signal, () => run(input, signal));
    };
  };
  const inTown = <Input>(schema: z.ZodType<Input>, run: Run<Input, unknown>): Service => {
    return async (raw, signal) => inLane(TOWN_LANE, signal, () => run(schema.parse(raw), signal));
  };
  const atOnce = <Input>(schema: z.ZodType<Input>, run: Run<Input, unknown>): Service => {
    return async (raw, signal) => run(schema.parse(raw), signal);
  };
  return { inRig, inTown, atOnce, inLane };
}

/** What is done around an operation. */
function surroundings(ports: Ports) {
  /** Two rigs may be asked for one bead. Around the rig's lane, so that who waits for the bead keeps no rig waiting. */
  const forBead = <Output>(service: Service<Output>): Service<Output> => {
    return async (raw, signal) => {
      const { rig, bead } = inputs.slingInput.parse(raw);
      // From now on: the reads for the sling that runs in the rig are made for this one, too.
      const waitNoMore = ports.preflights.expect(rig, bead);
      try {
        return await ports.lanes.run(`bead ${bead}`, () => service(raw, signal));
      } finally {
        waitNoMore();
      }
    };
  };
  /** An end changes what is known of its rig. */
  const changing = <Input extends { readonly rig: string }, Output>(
    run: Run<Input, Output>,
  ): Run<Input, Output> => {
    return async (input, signal) => {
      try {
        return await run(input, signal);
      } finally {
        ports.preflights.forgetReads(input.rig);
      }
    };
  };
  /** Before the lane: a slow API server must not keep the next in line from gt. */
  const saved = (service: Service): Service => {
    return async (raw, signal) => {
      await ports.persistState(inputs.warningInput.parse(raw).uid, signal);
      return service(raw, signal);
    };
  };
  return { forBead, changing, saved };
}

function implementations(ports: Ports): Readonly<Record<string, Service>> {
  const { inRig, inTown, atOnce, inLane } = lanesOf(ports.lanes);
  const { forBead, changing, saved } = surroundings(ports);
  const { pods } = ports;
  const ofPods = pods === null ? {} : podServices({ ...ports, pods }, inLane);
  const slingInRig = forBead(inRig(inputs.slingInput, (input, signal) => sling(ports, input, signal)));
  return {
    ...ofPods,
    sling: async (raw, signal) => located(ports, inputs.slingInput.parse(raw), await slingInRig(raw, signal)),
    proveTermination: atOnce(inputs.terminationInput, (input, signal) =>
      proveTermination(ports, input, signal),
    ),
    recordProof: atOnce(inputs.recordProofInput, (input, signal) => recordProof(ports, input, signal)),
    stopSession: inRig(
      inputs.stopInput,
      changing((input) => stopSession(ports, input)),
    ),
    nuke: atOnce(inputs.nukeInput, (input, signal) =>
      nuke(ports, input, signal, (task) =>
        inLane(rigLane(input), signal, () => changing(task)(input, signal), LOOKED_AT),
      ),
    ),
    findConvoy: atOnce(inputs.convoyInput, (input, signal) => findConvoy(ports, input, signal)),
    createConvoy: atOnce(inputs.convoyInput, (input, signal) =>
      createConvoy(ports, input, signal, (task) => inLane(TOWN_LANE, signal, task)),
    ),
    extendConvoy: inTown(inputs.extendConvoyInput, (input, signal) => extendConvoy(ports, input, signal)),
    notify: inTown(inputs.notifyInput, (input, signal) => notify(ports, input, signal)),
    nudge: saved(inRig(inputs.warningInput, (input) => nudge(ports, input))),
    mail: inTown(inputs.warningInput, (input, signal) => mail(ports, input, signal)),
    escalate: saved(inTown(inputs.warningInput, (input) => escalate(ports, input))),
  };
}
