/**
 * Warnings: what people and agents are told of a stuck polecat. gt has no way to tell twice the same only once, so
 * nudges and escalations are given at most once a step (the step is on the API server before it is taken), and mails
 * carry a key that is looked for in the inbox.
 */
import { shortAddress, type WarningInput, type WarningOutput } from "../../machines/index.ts";
import { shellWord, wholeSeconds, errorMessage } from "@gastown/system";
import { GtError } from "../gt/index.ts";
import { ServiceError, reasonOf } from "./errors.ts";
import { requireHealth } from "./health.ts";
import type { ServicePorts } from "./ports.ts";

type Ports = Pick<ServicePorts, "gt" | "now" | "random" | "blocker" | "stuckSince">;

/** gt said no to this very call: nobody was told, and the same call will not reach anybody later. */
const UNREACHED = new Set(["NotFound", "Refused", "InvalidArgument"]);
/** gt, or its database, was not there: nobody was told. */
const NOT_TRIED = new Set(["GtMissing", "GtUnusable", "NotInTown", "DoltDown"]);

/** The agent itself, in its session. */
export async function nudge(ports: Ports, input: WarningInput): Promise<WarningOutput> {
  requireUnresponsive(ports, input);
  const { rig, polecat: name, bead } = input;
  const message = `${bead} is on your hook, and you have given no sign of life since ${wholeSeconds(input.since)}: go on with it, or say what is in the way`;
  return tellOnce(ports, () => ports.gt.nudge({ rig, name, message }));
}

/** Runs alone in the town. Read while the database is down, an inbox may look empty, and the mail would be sent twice. */
export async function mail(ports: Ports, input: WarningInput, signal: AbortSignal): Promise<WarningOutput> {
  requireUnresponsive(ports, input);
  const { gt, now, random } = ports;
  const key = `[${input.uid}/${input.since}]`;
  try {
    await requireHealth(gt);
    const inbox = await gt.inbox(input.to);
    await requireHealth(gt);
    if (!inbox.some(({ subject }) => subject.includes(key))) {
      // The reads took seconds: gt may have given the bead to another polecat meanwhile, or nobody asks any more.
      signal.throwIfAborted();
      requireUnresponsive(ports, input);
      await gt.sendMail({ to: input.to, subject: `${headline(input)} ${key}`, body: story(input) });
    }
    return { at: now(), jitter: random(), outcome: "told" };
  } catch (error) {
    if (!UNREACHED.has(reasonOf(error) ?? "")) throw error;
    return { at: now(), jitter: random(), outcome: "unreached", message: errorMessage(error) };
  }
}

/** Whoever the town escalates to. Runs alone in the town. */
export async function escalate(ports: Ports, input: WarningInput): Promise<WarningOutput> {
  requireUnresponsive(ports, input);
  const description = `${headline(input)}: ${story(input)}`;
  return tellOnce(ports, () => ports.gt.escalate({ severity: "high", description }));
}

/** An operation may have waited in a queue while the polecat went on, or a person paused it. */
function requireUnresponsive({ blocker, stuckSince }: Ports, input: WarningInput): void {
  const forbidden = blocker(input.uid);
  if (forbidden !== null) throw new ServiceError(forbidden.reason, forbidden.message);
  if (stuckSince(input.uid) === input.since) return;
  throw new ServiceError("Recovered", `${shortAddress(input.rig, input.polecat)} has given a sign of life`);
}

async function tellOnce({ now, random }: Ports, tell: () => Promise<unknown>): Promise<WarningOutput> {
  try {
    await tell();
    return { at: now(), jitter: random(), outcome: "told" };
  } catch (error) {
    if (isNotTried(error)) throw error;
    const outcome = UNREACHED.has(reasonOf(error) ?? "") ? "unreached" : "unsure";
    return { at: now(), jitter: random(), outcome, message: errorMessage(error) };
  }
}

/** Held back by the circuit breaker, or refused by the way to gt. */
function isNotTried(error: unknown): boolean {
  if (!(error instanceof GtError)) return true;
  return error.retryAfterMs !== undefined || NOT_TRIED.has(error.reason);
}

function headline({ rig, polecat, bead }: WarningInput): string {
  return `Polecat ${shortAddress(rig, polecat)} is stuck with ${bead}`;
}

const SIGNS: Readonly<Record<WarningInput["reason"], string>> = {
  SessionDead: "its session is dead and the bead is still on its hook",
  Silent: "its session runs, but neither its heartbeat nor its terminal has changed",
  PodRestarts: "its pod restarts again and again and the bead is still on its hook",
};

function story(input: WarningInput): string {
  const { rig, polecat, reason, earlier } = input;
  const name = shellWord(shortAddress(rig, polecat));
  const what = SIGNS[reason];
  const before = earlier === 0 ? "nobody was reached before" : `told ${earlier} times before`;
  return `${what}, since ${wholeSeconds(input.since)} or longer (${before}). Nothing was ended. To look: gt polecat status ${name}; gt peek ${name}`;
}
