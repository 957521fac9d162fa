/**
 * Convoys: gt makes a new one at each call, so the resource's UID in the title is the idempotency key, and it is
 * looked for before anything is created or sent.
 */
import type {
  ConvoyInput,
  CreateConvoyOutput,
  FindConvoyOutput,
  NotifyInput,
  NotifyOutput,
} from "../../machines/index.ts";
import { cutTo } from "../grammar/index.ts";
import { messageOf, reasonOf, ServiceError } from "./errors.ts";
import { requireHealth } from "./health.ts";
import type { ServicePorts } from "./ports.ts";

type Ports = Pick<ServicePorts, "gt" | "now" | "hindrance">;

/** gt said no: the same call will not succeed later. */
const REFUSALS = new Set(["Refused", "Failed", "NotFound", "InvalidArgument"]);

/** Longest part of a description in a title or subject, characters. */
const TITLE_LENGTH = 120;

export async function findConvoy({ gt, now }: Ports, { uid }: ConvoyInput): Promise<FindConvoyOutput> {
  const convoys = await gt.listConvoys({ all: true });
  return { at: now(), id: convoys.find(({ title }) => title.includes(key(uid)))?.id ?? null };
}

/** Runs alone in the town. It looks once more: a call whose answer was lost may have created it. */
export async function createConvoy(ports: Ports, input: ConvoyInput): Promise<CreateConvoyOutput> {
  const found = await findConvoy(ports, input);
  if (found.id !== null) return { at: found.at, outcome: "created", id: found.id };
  const { gt, now } = ports;
  requireLeave(ports, input.uid);
  try {
    const { id } = await gt.createConvoy({
      title: titled(asTitle(input.description), input.uid),
      beads: input.beads,
    });
    return { at: now(), outcome: "created", id };
  } catch (error) {
    if (!REFUSALS.has(reasonOf(error) ?? "")) throw error;
    return { at: now(), outcome: "refused", message: messageOf(error) };
  }
}

/**
 * Runs alone in the town. The recipient's inbox tells whether an earlier call went through; read while the database is
 * down it may look empty, and the mail would be sent twice.
 */
export async function notify(ports: Ports, input: NotifyInput): Promise<NotifyOutput> {
  const { gt, now } = ports;
  const { address, description, convoyId, total, uid } = input;
  try {
    await requireHealth(gt);
    const inbox = await gt.inbox(address);
    await requireHealth(gt);
    if (!inbox.some(({ subject }) => subject.includes(key(uid)))) {
      requireLeave(ports, uid);
      const subject = titled(`Convoy complete: ${description}`, uid);
      await gt.sendMail({
        to: address,
        subject,
        body: `All ${total} beads of convoy ${convoyId} are closed.`,
      });
    }
    return { at: now(), outcome: "sent" };
  } catch (error) {
    if (!REFUSALS.has(reasonOf(error) ?? "")) throw error;
    return { at: now(), outcome: "refused", message: messageOf(error) };
  }
}

/** The reads took their time: the resource may be gone by now, or its rig paused. */
function requireLeave({ hindrance }: Ports, uid: string): void {
  const found = hindrance(uid);
  if (found !== null) throw new ServiceError(found.reason, found.message);
}

function key(uid: string): string {
  return `[${uid}]`;
}

function titled(text: string, uid: string): string {
  return `${cutTo(oneLine(text), TITLE_LENGTH)} ${key(uid)}`;
}

/**
 * gt takes a title that begins like a bead's id for a bead to track, and so it would a flag: `re-write the parser`,
 * `- parser`.
 */
function asTitle(description: string): string {
  return /^\s*([A-Za-z][A-Za-z0-9-]{0,19})?-/.test(description) ? `Convoy: ${description}` : description;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
