/**
 * `gt polecat check-recovery`: what each version means by its words.
 * 1.0 knows three verdicts, and answers SAFE_TO_NUKE while its database is down (`mq_status: unknown`). 1.1 does the
 * same; of a closed bead it says `mq_status: submitted` without a look at the queue, which the operator has itself. 1.2
 * judges by what the agent noted when it said `gt done`, and says WORKING without having looked at git.
 */
import type { RecoveryFact } from "../answers.ts";
import type { Dialect } from "./dialect.ts";
import { isKnownVerdict } from "./polecat-words.ts";

/** gt's words, as they are. Absent is null. */
export interface RecoveryReport {
  readonly verdict: string;
  /** Empty before the agent has said `gt done`. */
  readonly cleanupStatus: string;
  readonly mqStatus: string | null;
  /** Since 1.2: why, in one word. */
  readonly reason: string | null;
  /** Since 1.2. */
  readonly safeToNuke: boolean | null;
  /** Since 1.2: what gt names against it. */
  readonly blockers: readonly string[];
}

/** What a verdict comes to. */
export interface Judgement {
  readonly fact: RecoveryFact;
  /** In gt's own words. */
  readonly said: string;
}

export function recoveryFact(report: RecoveryReport, { reading }: Dialect): Judgement {
  // gt may have been replaced since its version was read.
  const isLong = report.reason !== null || report.safeToNuke !== null;
  switch (reading) {
    case "1.0":
      return isLong ? withCare(report) : inShort(report);
    case "1.2":
      return isLong ? inLong(report) : withCare(report);
    case "careful":
      return withCare(report);
    default:
      return reading satisfies never;
  }
}

/** Whatever one of both would block, blocks. */
function withCare(report: RecoveryReport): Judgement {
  const [long, short] = [inLong(report), inShort(report)];
  if (!FREE.has(long.fact)) return long;
  return FREE.has(short.fact) ? long : short;
}

const FREE: ReadonlySet<RecoveryFact> = new Set(["nothingAtRisk", "preservedUnmerged"]);

/** By 1.0: NEEDS_MQ_SUBMIT is what it says of a polecat without a commit, too; its git state counts what is not merged. */
function inShort(report: RecoveryReport): Judgement {
  const { verdict, cleanupStatus, mqStatus } = report;
  if (mqStatus === "unknown") return { fact: "queueUnknown", said: verdict };
  if (cleanupStatus === "") return { fact: "cleanupStatusMissing", said: verdict };
  if (verdict === "NEEDS_RECOVERY") return { fact: "workAtRisk", said: `${verdict}, ${cleanupStatus}` };
  if (verdict !== "SAFE_TO_NUKE" && verdict !== "NEEDS_MQ_SUBMIT") return notUnderstood("verdict", verdict);
  if (cleanupStatus !== "clean") return notUnderstood("cleanup_status", cleanupStatus);
  if (mqStatus !== null && mqStatus !== "submitted" && mqStatus !== "not_submitted") {
    return notUnderstood("mq_status", mqStatus);
  }
  return { fact: "nothingAtRisk", said: verdict };
}

/**
 * By 1.2. Without a cleanup status it refuses each nuke, whatever the verdict. The words for that are the same before
 * and after the end of the session, for a person consents to what they name.
 */
function inLong(report: RecoveryReport): Judgement {
  const { verdict, cleanupStatus, reason, blockers } = report;
  const said = [verdict, ...(blockers.length > 0 ? blockers : reason === null ? [] : [reason])].join(", ");
  if (!isKnownVerdict(verdict)) return notUnderstood("verdict", verdict);
  if (cleanupStatus === "") return { fact: "cleanupStatusMissing", said };
  if (verdict === "WORKING" || reason === "not-idle") return { fact: "working", said };
  if (verdict === "PENDING_MR") return { fact: "requestOpen", said };
  if (verdict === "NEEDS_MQ_SUBMIT") return { fact: "notSubmitted", said };
  if (verdict === "NEEDS_RECOVERY") return { fact: "workAtRisk", said };
  return safeInLong(report, said);
}

/** SAFE_TO_NUKE is said of a rejected merge request, too: its commits are on their remote branch then, and nowhere else. */
function safeInLong(report: RecoveryReport, said: string): Judgement {
  const { cleanupStatus, mqStatus, reason, safeToNuke, blockers } = report;
  if (safeToNuke === false || blockers.length > 0) return { fact: "workAtRisk", said };
  if (cleanupStatus !== "clean") return notUnderstood("cleanup_status", cleanupStatus);
  if (reason !== null && reason !== "reusable") return notUnderstood("reason", reason);
  switch (mqStatus) {
    case null:
    case "not_required":
      return { fact: "nothingAtRisk", said };
    case "submitted":
      return { fact: "preservedUnmerged", said };
    case "unknown":
      return { fact: "queueUnknown", said };
    default:
      return notUnderstood("mq_status", mqStatus);
  }
}

function notUnderstood(field: string, word: string): Judgement {
  return { fact: "notUnderstood", said: `${field} ${word}` };
}
