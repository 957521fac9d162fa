/**
 * Convoys: gt makes a new one at each call, so the resource's UID in the title is the idempotency key, and it is
 * looked for before anything is created or sent.
 */
import type {
  ConvoyInput,
  CreateConvoyOutput,
  ExtendConvoyInput,
  ExtendConvoyOutput,
  FindConvoyOutput,
  NotifyInput,
  NotifyOutput,
} from "../../machines/index.ts";
import type { ConvoyCheck, ConvoySummary, GtClient, Lanes, Mail } from "../gt/index.ts";
import { cutTo } from "../grammar/index.ts";
import { Batches } from "./batches.ts";
import { reasonOf, ServiceError } from "./errors.ts";
import { requireHealth } from "./health.ts";
import type { ServicePorts } from "./ports.ts";
import { errorMessage } from "@gastown/system";

type Ports = Pick<ServicePorts, "gt" | "now" | "setTimer" | "blocker">;

/** gt said no: the same call will not succeed later. Of words that nobody here knows that is not certain. */
const REFUSALS = new Set(["Refused", "NotFound", "InvalidArgument"]);

/** Whatever gt said, in words that are known or not: what it has not done by then, it does not do later. */
const ANSWERS = new Set([...REFUSALS, "Failed", "InvalidOutput"]);

/** gt takes each bead by itself, half a second each: these end well within the deadline of a call. */
const BEADS_A_CALL = 20;

/**
 * Somebody else's gt has closed the convoy, maybe just now: its mail comes a moment after, on a busy machine seconds. So long
 * it is waited for, ms, or else the same address would get two.
 */
const GTS_MAIL_AFTER_MS = [2_000, 4_000, 8_000];

/** Longest part of a description in a title or subject, characters. */
const TITLE_LENGTH = 120;

/** A list of all convoys, for all that waited for one. */
interface ConvoyList {
  readonly convoys: readonly ConvoySummary[];
  /** For whom one was asked for since, by UID. */
  readonly asked: Set<string>;
}

export type ConvoyLists = Batches<ConvoyInput, ConvoyList>;
type ListPorts = Ports & { readonly convoyLists: ConvoyLists };

/** What one list serves: each of them may take gt a second. */
const CONVOYS_A_LIST = 25;

export function createConvoyLists({ gt }: Pick<ServicePorts, "gt">, lanes: Lanes): ConvoyLists {
  const read = async (): Promise<ConvoyList> => {
    const convoys = await gt.beside("convoys").listConvoys({ all: true });
    return { convoys, asked: new Set() };
  };
  return new Batches({ lanes, name: "list of", most: () => CONVOYS_A_LIST, read });
}

/** One list at a time: what waits meanwhile is served by the next. */
const CONVOYS = "convoys";

export async function findConvoy(
  { now, convoyLists }: ListPorts,
  input: ConvoyInput,
  signal: AbortSignal,
): Promise<FindConvoyOutput> {
  const find = (list: ConvoyList): Promise<FindConvoyOutput> =>
    Promise.resolve({ at: now(), ...foundIn(list, input) });
  return convoyLists.run(CONVOYS, { member: input, signal }, find);
}

function foundIn({ convoys }: ConvoyList, { uid }: ConvoyInput): Pick<FindConvoyOutput, "id" | "tracked"> {
  const found = convoys.find(({ title }) => title.includes(key(uid)));
  return { id: found?.id ?? null, tracked: trackedBy(found) };
}

/**
 * It looks once more, in a list that began after it was asked and after each earlier try for the resource: a call whose
 * answer was lost may have created it.
 * @param alone runs its task alone in the town.
 */
export async function createConvoy(
  ports: ListPorts,
  input: ConvoyInput,
  signal: AbortSignal,
  alone: <Value>(task: () => Promise<Value>) => Promise<Value>,
): Promise<CreateConvoyOutput> {
  const tryWith = async (list: ConvoyList): Promise<CreateConvoyOutput | null> => {
    const { id, tracked } = foundIn(list, input);
    if (id !== null) return { at: ports.now(), outcome: "created", id, tracked };
    if (list.asked.has(input.uid)) return null;
    list.asked.add(input.uid);
    return alone(() => createAnew(ports, input, signal));
  };
  const tryOnce = (): Promise<CreateConvoyOutput | null> =>
    ports.convoyLists.run(CONVOYS, { member: input, signal }, tryWith);
  // Another list tells what came of the try beside this one; it is not shared with that any more.
  return (await tryOnce()) ?? (await createConvoy(ports, input, signal, alone));
}

async function createAnew(
  ports: Ports,
  input: ConvoyInput,
  signal: AbortSignal,
): Promise<CreateConvoyOutput> {
  const { gt, now } = ports;
  requireLeave(ports, input.uid, signal);
  try {
    const { id } = await gt.createConvoy({
      title: titled(asTitle(input.description), input.uid),
      beads: input.beads,
    });
    return { at: now(), outcome: "created", id, tracked: input.beads };
  } catch (error) {
    if (!REFUSALS.has(reasonOf(error) ?? "")) throw error;
    return { at: now(), outcome: "refused", message: errorMessage(error) };
  }
}

/**
 * Runs alone in the town. Only what gt's convoy lacks is added. gt exits 0 although it has added nothing, so that the list
 * is read again before anybody believes it.
 */
export async function extendConvoy(
  ports: Ports,
  input: ExtendConvoyInput,
  signal: AbortSignal,
): Promise<ExtendConvoyOutput> {
  const { gt, now } = ports;
  const { uid, convoyId, beads } = input;
  const read = async () => (await gt.listConvoys({ all: true })).find(({ id }) => id === convoyId);
  const lackedBy = (convoy: ConvoySummary): readonly string[] =>
    beads.filter((bead) => !trackedBy(convoy).includes(bead));
  const refused = (message: string): ExtendConvoyOutput => ({ at: now(), outcome: "refused", message });
  try {
    const before = await read();
    if (before === undefined) return refused(`gt has no convoy ${convoyId} any more`);
    const lacking = lackedBy(before);
    for (let from = 0; from < lacking.length; from += BEADS_A_CALL) {
      requireLeave(ports, uid, signal);
      await gt.addToConvoy({ id: convoyId, beads: lacking.slice(from, from + BEADS_A_CALL) });
    }
    const after = lacking.length === 0 ? before : ((await read()) ?? before);
    const left = lackedBy(after);
    if (left.length > 0) return refused(`gt did not add ${left.join(", ")} to its convoy ${convoyId}`);
    return { at: now(), outcome: "extended", tracked: trackedBy(after) };
  } catch (error) {
    if (!REFUSALS.has(reasonOf(error) ?? "")) throw error;
    return refused(errorMessage(error));
  }
}

function trackedBy(convoy: ConvoySummary | undefined): readonly string[] {
  return convoy?.tracked.map(({ id }) => id) ?? [];
}

/**
 * Runs alone in the town. The subject names the completion by its time: one mail for each, and address. The recipient's inbox tells whether an earlier call went through; read while the database is
 * down it may look empty, and the mail would be sent twice.
 */
export async function notify(ports: Ports, input: NotifyInput, signal: AbortSignal): Promise<NotifyOutput> {
  const { gt, now } = ports;
  const { address, description, convoyId, total, uid, closedAt } = input;
  try {
    await requireHealth(gt);
    requireLeave(ports, uid, signal);
    const checked = await letGtTellFirst(gt, convoyId);
    if (!(await isToldAlready(ports, input, checked?.state === "closedBefore" ? GTS_MAIL_AFTER_MS : []))) {
      requireLeave(ports, uid, signal);
      const subject = titled(`Convoy complete: ${description}`, uid, closedAt);
      await gt.sendMail({
        to: address,
        subject,
        body: `All ${total} beads of convoy ${convoyId} are closed.`,
      });
    }
    return { at: now(), outcome: "sent" };
  } catch (error) {
    if (!REFUSALS.has(reasonOf(error) ?? "")) throw error;
    return { at: now(), outcome: "refused", message: errorMessage(error) };
  }
}

/**
 * gt closes a convoy of the town's own beads at its next look, and mails of it then: the operator's mail would be the first
 * of two. So that look is taken now. Convoys with beads of rigs gt leaves open.
 */
async function letGtTellFirst(
  gt: Pick<GtClient, "checkConvoy">,
  convoyId: string,
): Promise<ConvoyCheck | null> {
  // While gt is closing it already, this fails at first. A convoy that gt cannot look at keeps nobody from being told.
  for (const isLast of [false, true]) {
    try {
      return await gt.checkConvoy(convoyId);
    } catch (error) {
      const reason = reasonOf(error) ?? "";
      if (!ANSWERS.has(reason)) throw error;
      if (isLast || REFUSALS.has(reason)) return null;
    }
  }
  return null;
}

/** @param pauses ms, one after another, after each of which it is looked once more. */
async function isToldAlready(
  { gt, setTimer }: Pick<ServicePorts, "gt" | "setTimer">,
  input: NotifyInput,
  pauses: readonly number[],
): Promise<boolean> {
  const inbox = await gt.inbox(input.address);
  await requireHealth(gt);
  const { uid, closedAt } = input;
  if (inbox.some((mail) => mail.subject.includes(key(uid, closedAt)) || isGtsOwn(mail, input))) return true;
  const [pause, ...later] = pauses;
  if (pause === undefined) return false;
  await new Promise<void>((resolve) => void setTimer(pause, resolve));
  return isToldAlready({ gt, setTimer }, input, later);
}

/**
 * gt writes to a convoy's owner, since 1.1 to the mayor, too, once it has closed the convoy itself, and puts the convoy's
 * title into the subject. A mail from before the last bead was closed tells of an earlier completion.
 */
function isGtsOwn({ subject, sentAt }: Mail, { uid, closedAt }: NotifyInput): boolean {
  const isOfConvoy = /^(🚚 )?Convoy (landed|complete): /u.test(subject) && subject.includes(key(uid));
  const secondOfClose = Math.floor((closedAt ?? 0) / 1000) * 1000;
  return isOfConvoy && sentAt !== null && sentAt >= secondOfClose;
}

/** The reads took their time: the resource may be gone by now, or its rig paused, or its actor asks no more. */
function requireLeave({ blocker }: Ports, uid: string, signal: AbortSignal): void {
  signal.throwIfAborted();
  const found = blocker(uid);
  if (found !== null) throw new ServiceError(found.reason, found.message);
}

/** @param closedAt of a mail: when the last bead was closed, by gt's clock, so that every life of the operator says the same. */
function key(uid: string, closedAt: number | null = null): string {
  return closedAt === null ? `[${uid}]` : `[${uid}@${new Date(closedAt).toISOString()}]`;
}

function titled(text: string, uid: string, closedAt: number | null = null): string {
  return `${cutTo(oneLine(text), TITLE_LENGTH)} ${key(uid, closedAt)}`;
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
