/** Payloads: the part of an event that a guard or an action takes as its parameter. */
import { asFault, type ServiceFault } from "./services.ts";

export const desired = <Desired>({ event }: { event: { desired: Desired } }): Desired => event.desired;
export const facts = <Facts>({ event }: { event: { facts: Facts } }): Facts => event.facts;
export const time = ({ event }: { event: { at: number } }): number => event.at;
/** When it happened; 0 for the answer of a service, which has no time of its own. */
export const timeOf = (event: object): number =>
  "at" in event && typeof event.at === "number" ? event.at : 0;
export const message = ({ event }: { event: { message: string } }): string => event.message;
export const answer = <Output>({ event }: { event: { output: Output } }): Output => event.output;
export const answerTime = ({ event }: { event: { output: { at: number } } }): number => event.output.at;
export const faultTime = ({ event }: { event: { error: unknown } }): number => asFault(event.error).at;
export const fault = ({ event }: { event: { error: unknown } }): ServiceFault => asFault(event.error);

/** How a kind that decides nothing but what it shows takes its events: the newest spec, the newest facts. */
export const SHOWS = {
  "spec.observed": { actions: { type: "acceptDesired", params: desired } },
  "town.observed": { actions: { type: "acceptFacts", params: facts } },
  "host.restored": { actions: "forgetFacts" },
} as const;
