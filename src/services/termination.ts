/**
 * Termination: prove, record, stop the session; nuke.ts looks again and nukes. Nothing is destroyed on doubt: gt's own
 * safety answers are wrong while Dolt is down, and its nuke does not protect work in progress.
 */
import type {
  Done,
  Blocker,
  ProofCheck,
  ProveOutput,
  RecordProofInput,
  StopInput,
  TerminationInput,
  TerminationProof,
} from "../../machines/index.ts";
import type { Lanes } from "../gt/index.ts";
import {
  changeOfMind,
  CONSENT_TOO_LONG,
  consentTo,
  covers,
  incarnationOf,
  otherDriver,
  replacement,
  strangersWork,
  unheard,
  unknownWork,
} from "../preconditions/index.ts";
import { endPlaces } from "./end-places.ts";
import { reasonOf, ServiceError } from "./errors.ts";
import type { ServicePorts } from "./ports.ts";
import type { ProofReads, Proofs, SharedProof } from "./proof-reads.ts";
import type { SessionsSeen } from "./sessions-seen.ts";
import {
  checkBead,
  checkGitState,
  checkMergeQueue,
  checkRecovery,
  type Finding,
} from "./termination-checks.ts";

/** What a person may consent to lose. Doubt about the state is never among it. */
const FORCEABLE = new Set([
  "UncommittedWork",
  "UnpushedCommits",
  "StashedWork",
  "OpenMergeRequest",
  "NeedsRecovery",
  "StillWorking",
  "NotSubmitted",
  "NotMerged",
  "CleanupStatusMissing",
]);

type Ports = Pick<
  ServicePorts,
  "gt" | "now" | "claims" | "blocker" | "end" | "consentCommand" | "persistProof"
>;
type ProvePorts = Ports & {
  readonly proofs: Proofs;
  readonly sessions: SessionsSeen;
  readonly lanes: Lanes;
};

export async function proveTermination(
  ports: ProvePorts,
  input: TerminationInput,
  signal: AbortSignal,
): Promise<ProveOutput> {
  const blocker = otherDriver(ports, input) ?? ports.blocker(input.uid);
  if (blocker !== null) return blocked(ports, blocker.reason, blocker.message, null);
  return ports.proofs.run(input.rig, { member: input, signal }, (shared) => prove(ports, input, shared));
}

async function prove(
  ports: ProvePorts,
  input: TerminationInput,
  { health, reads }: SharedProof,
): Promise<ProveOutput> {
  const { rig, polecat } = input;
  if (reads === null) return blocked(ports, health.reason, health.check.detail, null);
  const entry = (await reads.polecats).find(({ name }) => name === polecat);
  if (entry === undefined) return { at: ports.now(), outcome: "gone" };
  const stranger = strangersWork(input, entry.issue);
  if (stranger !== null) return blocked(ports, stranger.reason, stranger.message, null);
  const unknown = unknownWork(entry);
  if (unknown !== null) return blocked(ports, unknown.reason, unknown.message, null);
  const branch = entry.branch ?? (await branchOf(ports, rig, polecat));
  if (branch === null) return blocked(ports, "StateUnknown", `gt names no branch of ${rig}/${polecat}`, null);
  const incarnation = incarnationOf(input, branch);
  if (input.nuked !== null && input.nuked !== incarnation) return { at: ports.now(), outcome: "replaced" };
  const findings = await inspect(ports, input, branch, reads);
  ports.sessions.note(incarnation, entry.sessionRunning);
  return judge(ports, input, incarnation, [health, ...findings]);
}

/** The list of gt 1.0 names none. */
async function branchOf({ gt }: Ports, rig: string, polecat: string): Promise<string | null> {
  const onDisk = await gt.worktreeBranch(rig, polecat);
  return onDisk ?? (await endPlaces(gt, rig).polecats.polecatStatus(rig, polecat)).branch;
}

/** One after another in a rig, so that those which are proved first can end first. */
async function inspect(
  { gt, now, lanes }: Pick<ProvePorts, "gt" | "now" | "lanes">,
  input: TerminationInput,
  branch: string,
  reads: ProofReads,
): Promise<readonly Finding[]> {
  const { polecats, work } = endPlaces(gt, input.rig);
  const queue = await reads.queue;
  const [git, recovery] = await lanes.run(`proof ${input.rig}`, () =>
    Promise.all([
      checkGitState({ gt: polecats, now }, input),
      checkRecovery({ gt: work, now }, input, branch),
    ]),
  );
  const requests = checkMergeQueue({ now: () => queue.at }, input, branch, queue.value);
  if (!input.automatic) return [requests, git, recovery];
  const beads = await reads.beads;
  return [requests, git, recovery, checkBead({ now: () => beads.at }, input, beads.value)];
}

function judge(
  ports: Ports,
  input: TerminationInput,
  incarnation: string,
  findings: readonly Finding[],
): ProveOutput {
  const dirty = findings.filter(({ check }) => !check.clean);
  const isForceable = dirty.length > 0 && dirty.every(mayBeForced);
  const losses = dirty.map(({ loss }) => loss);
  const consent = isForceable ? consentTo(incarnation, losses) : null;
  const forced = input.terminationPolicy === "Force" && covers(input.forceConsent, consent);
  const checks = findings.map(({ check }): ProofCheck => check);
  const proof: TerminationProof = { incarnation, decidedAt: ports.now(), forced, checks, consent };
  const [worst] = dirty;
  if (worst === undefined || forced) return { at: ports.now(), outcome: "proven", proof };
  const details = dirty.map(({ check }) => check.detail).join("; ");
  const said =
    consent === null ? helpless(input, dirty) : unheard(input, incarnation, offer(ports, input, consent));
  const message = said.message === undefined ? details : `${details}; ${said.message}`;
  return blocked(ports, said.reason ?? worst.reason, message, proof);
}

function offer(ports: Ports, { uid }: TerminationInput, consent: string): string {
  return `to lose that and nothing else, run ${ports.consentCommand(uid, consent)}`;
}

/** Something among what was found is beyond every consent, or no status can hold the consent. */
function helpless(
  { terminationPolicy, forceConsent }: TerminationInput,
  dirty: readonly Finding[],
): Partial<Blocker> {
  const doubt = dirty.find((finding) => !mayBeForced(finding));
  if (doubt === undefined) {
    return terminationPolicy === "Safe" && forceConsent === null ? {} : { message: CONSENT_TOO_LONG };
  }
  if (forceConsent === null) return {};
  const message = `no consent helps against this: ${doubt.check.detail}`;
  return { reason: doubt.reason, message };
}

export function mayBeForced({ reason }: Finding): boolean {
  return FORCEABLE.has(reason);
}

export async function recordProof(
  ports: Ports,
  { uid, proof }: RecordProofInput,
  signal: AbortSignal,
): Promise<Done> {
  await ports.persistProof(uid, proof, signal);
  return { at: ports.now() };
}

/**
 * The agent writes no more. A session that has ended already is as good.
 * @throws ServiceError when the polecat is not the proven one any more, or may not be touched.
 */
export async function stopSession(
  ports: Ports & { readonly sessions: SessionsSeen },
  input: StopInput,
): Promise<Done> {
  const { gt, now } = ports;
  const { rig, polecat } = input;
  requireSame(changeOfMind(ports, input));
  // Of this one alone: a list of the rig takes gt longer with each polecat in it, and others wait for their turn.
  const isSeenRunning = ports.sessions.take(input.proof.incarnation) === true;
  const branch = isSeenRunning ? await gt.worktreeBranch(rig, polecat) : null;
  const status = branch === null ? await gt.beside(rig).polecatStatus(rig, polecat) : null;
  const seen = status ?? { branch, sessionRunning: true };
  requireSame(replacement(input, seen) ?? (status && unknownWork(status)) ?? changeOfMind(ports, input));
  if (seen.sessionRunning) await gt.stopSession(rig, polecat).catch(unlessOver);
  return { at: now() };
}

function requireSame(change: Blocker | null): void {
  if (change !== null) throw new ServiceError(change.reason, change.message);
}

/** It may have ended since it was seen; whether one runs is read before the nuke. */
function unlessOver(error: unknown): void {
  if (reasonOf(error) !== "NotFound") throw error;
}

function blocked(
  { now }: Ports,
  reason: string,
  message: string,
  proof: TerminationProof | null,
): ProveOutput {
  return { at: now(), outcome: "blocked", reason, message, proof };
}
