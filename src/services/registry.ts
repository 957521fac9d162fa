/** The registry: from an operation's name to its implementation, with its input checked and its lane chosen. */
import type { z } from "zod";
import { ServiceError } from "./errors.ts";
import { createConvoy, findConvoy, notify } from "./convoys.ts";
import * as inputs from "./inputs.ts";
import { createLanes, type Lanes } from "./lanes.ts";
import type { ServicePorts } from "./ports.ts";
import { sling } from "./sling.ts";
import { nuke, proveTermination, recordProof, stopSession } from "./termination.ts";
import { escalate, mail, nudge } from "./warnings.ts";

export type { ServicePorts } from "./ports.ts";

type Service = (input: unknown) => Promise<unknown>;

/** The lane of convoys, mail and escalations: gt writes them for the whole town. */
const TOWN_LANE = "town";

/** @returns a function that carries out an operation by its service's name. */
export function createServices(ports: ServicePorts): (service: string, input: unknown) => Promise<unknown> {
  const services = new Map<string, Service>(Object.entries(implementations(ports, createLanes())));
  return async (name, input) => {
    const service = services.get(name);
    if (service === undefined) throw new ServiceError("InternalError", `there is no service named ${name}`);
    return service(input);
  };
}

function implementations(ports: ServicePorts, lanes: Lanes): Readonly<Record<string, Service>> {
  const inRig = <Input extends { readonly rig: string }>(
    schema: z.ZodType<Input>,
    run: (input: Input) => Promise<unknown>,
  ): Service => {
    return async (raw) => {
      const input = schema.parse(raw);
      return lanes.run(`rig ${input.rig}`, () => run(input));
    };
  };
  const inTown = <Input>(schema: z.ZodType<Input>, run: (input: Input) => Promise<unknown>): Service => {
    return async (raw) => lanes.run(TOWN_LANE, () => run(schema.parse(raw)));
  };
  const atOnce = <Input>(schema: z.ZodType<Input>, run: (input: Input) => Promise<unknown>): Service => {
    return async (raw) => run(schema.parse(raw));
  };
  /** Two rigs may be asked for one bead. Around the rig's lane, so that who waits for the bead keeps no rig waiting. */
  const forBead = (service: Service): Service => {
    return async (raw) => {
      const { bead } = inputs.slingInput.parse(raw);
      return lanes.run(`bead ${bead}`, () => service(raw));
    };
  };
  /** Before the lane: a slow API server must not keep the next in line from gt. */
  const saved = (service: Service): Service => {
    return async (raw) => {
      await ports.persistState(inputs.warningInput.parse(raw).uid);
      return service(raw);
    };
  };
  return {
    sling: forBead(inRig(inputs.slingInput, (input) => sling(ports, input))),
    proveTermination: atOnce(inputs.terminationInput, (input) => proveTermination(ports, input)),
    recordProof: atOnce(inputs.recordProofInput, (input) => recordProof(ports, input)),
    stopSession: inRig(inputs.stopInput, (input) => stopSession(ports, input)),
    nuke: inRig(inputs.nukeInput, (input) => nuke(ports, input)),
    findConvoy: atOnce(inputs.convoyInput, (input) => findConvoy(ports, input)),
    createConvoy: inTown(inputs.convoyInput, (input) => createConvoy(ports, input)),
    notify: inTown(inputs.notifyInput, (input) => notify(ports, input)),
    nudge: saved(inRig(inputs.warningInput, (input) => nudge(ports, input))),
    mail: inTown(inputs.warningInput, (input) => mail(ports, input)),
    escalate: saved(inTown(inputs.warningInput, (input) => escalate(ports, input))),
  };
}
