/**
 * Reports as text: one line of JSON, and back. The kubelet takes the last 4,096 bytes of a termination message, so a longer
 * one would lose its beginning; lists are shortened until it fits, and their counts stay.
 */
import { z } from "zod";
import { cutToBytes } from "../grammar/index.ts";
import { cloneReportSchema, type CloneReport } from "./clone-report.ts";
import { wardenReportSchema, type WardenReport } from "./warden-report.ts";

export type PodReport = CloneReport | WardenReport;

const MOST_BYTES = 4_096;
const MOST_ITEMS = 64;
/** A path, a note. */
const ITEM_BYTES = 160;
/** What would be lost, and why. */
const LOSS_BYTES = 320;
const TEXT_BYTES = 600;

const reportSchema = z.union([wardenReportSchema, cloneReportSchema]);

/** One line, with its end, of 4,096 bytes at most. */
export function messageOf(report: PodReport): string {
  let short = withShortTexts(withShortLists(report, MOST_ITEMS));
  for (let most = MOST_ITEMS; sizeOf(short) > MOST_BYTES && most > 0; most -= 1)
    short = withShortLists(short, most - 1);
  return lineOf(short);
}

/** The report in a termination message; null where there is none. What stands behind the first line is older. */
export function reportIn(message: string): PodReport | null {
  const [line = ""] = message.split("\n", 1);
  try {
    return reportSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

function lineOf(report: PodReport): string {
  return `${JSON.stringify(report)}\n`;
}

function sizeOf(report: PodReport): number {
  return Buffer.byteLength(lineOf(report));
}

function withShortTexts(report: PodReport): PodReport {
  const item = (text: string): string => cut(text, ITEM_BYTES);
  if (report.kind === "warden")
    return {
      ...report,
      uncommitted: report.uncommitted.map(item),
      onlyLocal: report.onlyLocal.map((text) => cut(text, LOSS_BYTES)),
      problem: report.problem === null ? null : cut(report.problem, TEXT_BYTES),
    };
  if (report.outcome === "failed") return { ...report, message: cut(report.message, TEXT_BYTES) };
  return { ...report, notes: report.notes.map(item) };
}

/** Of a control JSON would make six bytes. */
function cut(text: string, most: number): string {
  return cutToBytes(text.replaceAll(/\p{Cc}/gu, " "), most);
}

function withShortLists(report: PodReport, most: number): PodReport {
  if (report.kind === "warden")
    return {
      ...report,
      uncommitted: report.uncommitted.slice(0, most),
      // What would be lost tells more than what would not; one word of it stays.
      onlyLocal: report.onlyLocal.slice(0, Math.max(1, Math.ceil(most / 4))),
    };
  if (report.outcome === "failed") return report;
  return { ...report, notes: report.notes.slice(0, most) };
}
