/**
 * Termination: prove, record, stop, look again, nuke. Nothing is destroyed on doubt: gt's own safety answers are wrong
 * while Dolt is down, and its nuke does not protect work in progress.
 */
import type {
  Done,
  Hindrance,
  NukeInput,
  NukeOutput,
  ProofCheck,
  ProveOutput,
  RecordProofInput,
  StopInput,
  TerminationInput,
  TerminationProof,
} from "../../machines/index.ts";
import { namesMissingCleanup, type PolecatEntry } from "../gt/index.ts";
import { CONSENT_TOO_LONG, consentTo, covers, unheard } from "./consent.ts";
import { messageOf, reasonOf, ServiceError } from "./errors.ts";
import type { ServicePorts } from "./ports.ts";
import {
  checkBead,
  checkGitState,
  checkHealth,
  checkMergeQueue,
  checkRecovery,
  type Finding,
  unknownState,
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
  "gt" | "now" | "claims" | "hindrance" | "end" | "consentCommand" | "persistProof"
>;

export async function proveTermination(ports: Ports, input: TerminationInput): Promise<ProveOutput> {
  const { rig, polecat } = input;
  const hindrance = otherDriver(ports, input) ?? ports.hindrance(input.uid);
  if (hindrance !== null) return blocked(ports, hindrance.reason, hindrance.message, null);
  const health = await checkHealth(ports);
  if (!health.check.clean) return blocked(ports, health.reason, health.check.detail, null);
  const entry = (await ports.gt.listRigPolecats(rig)).find(({ name }) => name === polecat);
  if (entry === undefined) return { at: ports.now(), outcome: "gone" };
  const stranger = strangersWork(input, entry.issue);
  if (stranger !== null) return blocked(ports, stranger.reason, stranger.message, null);
  const state = unknownState(entry);
  if (state !== null) return blocked(ports, "StateUnknown", state, null);
  const branch = entry.branch ?? (await ports.gt.whereabouts(rig, polecat)).branch;
  if (branch === null) return blocked(ports, "StateUnknown", `gt names no branch of ${rig}/${polecat}`, null);
  const incarnation = `${rig}/${polecat}@${branch}`;
  if (input.nuked !== null && input.nuked !== incarnation) return { at: ports.now(), outcome: "replaced" };
  const findings = await inspect(ports, input, branch);
  return judge(ports, input, incarnation, [health, ...findings]);
}

async function inspect(ports: Ports, input: TerminationInput, branch: string): Promise<readonly Finding[]> {
  const queue = await checkMergeQueue(ports, input, branch);
  const git = await checkGitState(ports, input);
  const recovery = await checkRecovery(ports, input, branch);
  return input.automatic ? [queue, git, recovery, await checkBead(ports, input)] : [queue, git, recovery];
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
): Partial<Hindrance> {
  const doubt = dirty.find((finding) => !mayBeForced(finding));
  if (doubt === undefined) {
    return terminationPolicy === "Safe" && forceConsent === null ? {} : { message: CONSENT_TOO_LONG };
  }
  if (forceConsent === null) return {};
  const message = `no consent helps against this: ${doubt.check.detail}`;
  return { reason: doubt.reason, message };
}

function mayBeForced({ reason }: Finding): boolean {
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
export async function stopSession(ports: Ports, input: StopInput): Promise<Done> {
  const { gt, now } = ports;
  const { rig, polecat } = input;
  const refused = changeOfMind(ports, input);
  if (refused !== null) throw new ServiceError(refused.reason, refused.message);
  // Of this one alone: a list of the rig takes gt longer with each polecat in it, and others wait for their turn.
  const detail = await gt.polecatStatus(rig, polecat);
  const change = replacement(input, detail) ?? changeOfMind(ports, input);
  if (change !== null) throw new ServiceError(change.reason, change.message);
  if (detail.sessionRunning) await gt.stopSession(rig, polecat);
  return { at: now() };
}

/** Between the proof and the nuke the agent may have written: the worktree is read once more after its end. */
export async function nuke(ports: Ports, input: NukeInput): Promise<NukeOutput> {
  const { gt, now } = ports;
  const { rig, polecat, proof } = input;
  const no = (reason: string, message: string): NukeOutput => ({
    at: now(),
    outcome: "blocked",
    reason,
    message,
  });
  const hindrance = changeOfMind(ports, input);
  if (hindrance !== null) return no(hindrance.reason, hindrance.message);
  const detail = await gt.polecatStatus(rig, polecat);
  const change = replacement(input, detail) ?? strangersWork(input, detail.issue);
  if (change !== null) return no(change.reason, change.message);
  const obstacle = await lookAgain(ports, input, detail);
  if (obstacle !== null) return no(obstacle.reason, obstacle.message);
  const late = changeOfMind(ports, input);
  if (late !== null) return no(late.reason, late.message);
  try {
    await gt.nuke({ rig, name: polecat, force: proof.forced });
    return { at: now(), outcome: "nuked" };
  } catch (error) {
    if (reasonOf(error) !== "Refused") throw error;
    const message = messageOf(error);
    return no(namesMissingCleanup(message) ? "CleanupStatusMissing" : "NukeRefused", message);
  }
}

/**
 * What is found now and did not stand in the proof. gt's nuke refuses by itself what its recovery check finds, unless it is
 * forced: then that is read once more, too. Health comes after the reads that lie without a database.
 */
async function lookAgain(
  ports: Ports,
  input: NukeInput,
  { branch, sessionRunning }: PolecatEntry,
): Promise<Hindrance | null> {
  const { rig, polecat, proof } = input;
  if (sessionRunning) {
    return {
      reason: "SessionRunning",
      message: `the session of ${rig}/${polecat} runs, although gt stopped it`,
    };
  }
  const looks = [
    () => checkGitState(ports, input),
    ...(proof.forced ? [() => checkRecovery(ports, input, branch ?? "")] : []),
    () => checkHealth(ports),
    () => checkMergeQueue(ports, input, branch ?? ""),
  ];
  for (const look of looks) {
    const finding = await look();
    const problem = finding.check.clean ? null : unproven(finding, proof);
    if (problem !== null) return problem;
  }
  return null;
}

/** Under a consent no more may be lost than what it was given for; doubt is never forced. */
function unproven(finding: Finding, proof: TerminationProof): Hindrance | null {
  const { reason, check } = finding;
  if (!proof.forced || !mayBeForced(finding)) return { reason, message: check.detail };
  if (covers(proof.consent, consentTo(proof.incarnation, [finding.loss]))) return null;
  const message = `${check.detail}; that was found after its session had ended, and is not what was consented to`;
  return { reason: "ConsentOutdated", message };
}

/** Names are given out again: another branch is another polecat. */
function replacement({ rig, polecat, proof }: StopInput, { branch }: PolecatEntry): Hindrance | null {
  if (`${rig}/${polecat}@${branch ?? ""}` === proof.incarnation) return null;
  return { reason: "PolecatReplaced", message: `${rig}/${polecat} is not ${proof.incarnation} any more` };
}

/** gt's nuke does not protect what is on the hook, and a bead slung onto a live session keeps the branch. */
function strangersWork(
  { rig, polecat, bead }: Pick<TerminationInput, "rig" | "polecat" | "bead">,
  issue: string | null,
): Hindrance | null {
  if (issue === null || issue === bead) return null;
  return { reason: "PolecatReassigned", message: `${rig}/${polecat} works on ${issue} now` };
}

/**
 * What forbids this end now. Asked before each write as well as at the beginning: the reads in between take seconds,
 * in which a person may pause the resource, want the polecat back, or withdraw a consent.
 */
function changeOfMind(ports: Ports, input: StopInput): Hindrance | null {
  const hindrance = otherDriver(ports, input) ?? ports.hindrance(input.uid);
  if (hindrance !== null) return hindrance;
  const { isWished, forceConsent } = ports.end(input.uid);
  const { incarnation, forced, consent } = input.proof;
  if (!isWished) return { reason: "NotWished", message: "the spec does not ask for this end any more" };
  if (!forced || covers(forceConsent, consent)) return null;
  const message = `the consent to destroy ${incarnation} was taken back`;
  return { reason: "ConsentWithdrawn", message };
}

function otherDriver(
  { claims }: Ports,
  { uid, rig, polecat }: Pick<TerminationInput, "uid" | "rig" | "polecat">,
): Hindrance | null {
  const driver = claims.driverOfPolecat(rig, polecat);
  if (driver === null || driver === uid) return null;
  return { reason: "PolecatReassigned", message: `another Polecat resource drives ${rig}/${polecat}` };
}

function blocked(
  { now }: Ports,
  reason: string,
  message: string,
  proof: TerminationProof | null,
): ProveOutput {
  return { at: now(), outcome: "blocked", reason, message, proof };
}
