/** Answers of what reaches people and agents: `gt mail …`, `gt nudge` and `gt escalate`. */
import { z } from "zod";
import type { Mail } from "../answers.ts";
import { listOrNull, parseJson, word } from "./json.ts";
import { plainText } from "./plain-text.ts";

const mails = listOrNull(z.object({ id: word, subject: z.string(), timestamp: z.string().optional() }));

export function parseInbox(stdout: string): readonly Mail[] {
  return parseJson(mails, stdout).map(({ id, subject, timestamp = "" }) => {
    const at = Date.parse(timestamp);
    return { id, subject, sentAt: Number.isNaN(at) ? null : at };
  });
}

/** `✓ Message sent to mayor/`, also to a list or a group. */
export function parseMailSend(stdout: string): void {
  if (!/^\s*✓ Message sent\b/m.test(plainText(stdout)))
    throw new SyntaxError("it does not say that the mail was sent");
}

/** `✓ Nudged alpha/furiosa (wait-idle)` */
export function parseNudge(stdout: string): void {
  if (!/^\s*✓ Nudged \S+/m.test(plainText(stdout)))
    throw new SyntaxError("the answer names nobody who was nudged");
}

const escalation = z.object({ id: word, status: word });

export function parseEscalate(stdout: string): { readonly id: string } {
  const { id, status } = parseJson(escalation, stdout);
  if (status !== "ok") throw new SyntaxError(`the escalation is ${status}`);
  return { id };
}
