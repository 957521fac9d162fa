/** What reaches people and agents: `gt mail`, `gt nudge` and `gt escalate`. */
import { wholeSeconds } from "@gastown/system";
import { doltDownPlain, fail, json, parseArguments, say, type Answer } from "../answer.ts";
import { randomWord } from "../chance.ts";
import { address, findPolecat, findRig, sessionName } from "../lookup.ts";
import type { SimMail, Surroundings, TownState } from "../state.ts";
import { isInboxAcknowledging } from "../versions/index.ts";

const TOWN_ROLE = /^(mayor|deacon|overseer)\/?$/;

/** Groups, lists, queues and channels: gt makes the recipients of them. */
const MANY = /^(@[a-z]|(group|queue|channel|list|announce):.|\*\/)/;

/** A polecat is written to as `RIG/NAME` or `RIG/polecats/NAME`. */
function isRecipient(state: TownState, to: string): boolean {
  if (TOWN_ROLE.test(to) || MANY.test(to)) return true;
  const [rig, role] = address(to.replace("/polecats/", "/"));
  if (findRig(state, rig) === undefined) return false;
  return role === "witness" || role === "refinery" || findPolecat(state, rig, role) !== undefined;
}

export function mailSend(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, value } = parseArguments(argv, ["--no-notify"], ["-s", "--subject", "-m", "--message"]);
  const [to = ""] = positional;
  if (around.doltDown) return doltDownPlain("sending message: bd create");
  if (!isRecipient(state, to)) {
    const isTownRole = to.endsWith("/");
    return fail(`unknown recipient: ${to}${isTownRole ? "" : " (no matching agent or workspace found)"}`);
  }
  const subject = value("-s") ?? value("--subject") ?? "";
  deliver(state, to, subject, value("-m") ?? value("--message") ?? "", around.now);
  return say(`✓ Message sent to ${to}\n  Subject: ${subject}\n`);
}

function deliver(state: TownState, to: string, subject: string, body: string, now: number): string {
  const id = `hq-wisp-${randomWord(state, 3)}`;
  state.mail.push({ id, to, subject, body, sentAt: now });
  return id;
}

/** In 1.0.1 whoever looks acknowledges, as the recipient, what was delivered: the answer is of before that. */
export function mailInbox(state: TownState, argv: readonly string[], { now }: Surroundings): Answer {
  const [to = ""] = parseArguments(argv, ["--json", "--all", "--unread"]).positional;
  const found = state.mail.filter((mail) => mail.to === to);
  const shown = found.map((mail) => mailView(mail));
  if (isInboxAcknowledging(state)) for (const mail of found) mail.ackedAt ??= now;
  return json(shown);
}

function mailView({ id, to, subject, body, sentAt, ackedAt }: SimMail): object {
  const acked =
    ackedAt === undefined
      ? { delivery_state: "pending" }
      : { delivery_state: "acked", delivery_acked_by: to, delivery_acked_at: wholeSeconds(ackedAt) };
  const about = { read: false, priority: "normal", type: "notification", thread_id: `thread-${id}` };
  return { id, from: "overseer", to, subject, body, timestamp: wholeSeconds(sentAt), ...about, ...acked };
}

/** A crew member of that name comes first; `RIG/polecats/NAME` is the polecat. */
export function nudge(state: TownState, argv: readonly string[], { now }: Surroundings): Answer {
  const { positional, value } = parseArguments(argv, ["--force", "-f"], ["-m", "--message", "--mode"]);
  const [to = "", ...words] = positional;
  const [rig, name] = address(to);
  const named = name.replace(/^polecats\//, "");
  const isCrew = findRig(state, rig)?.crew?.includes(name.replace(/^crew\//, "")) === true && named === name;
  if (!isCrew && findPolecat(state, rig, named)?.session !== true) {
    const session = sessionName(state, rig, named.replace("/", "-"));
    return fail(`session "${session}" not found (cannot queue nudge for nonexistent session)`);
  }
  const reached = isCrew ? `${rig}/crew/${name.replace(/^crew\//, "")}` : `${rig}/${named}`;
  state.nudges.push({ to: reached, text: value("-m") ?? value("--message") ?? words.join(" "), sentAt: now });
  return say(`✓ Nudged ${to} (wait-idle)\n`);
}

/** A bead, and a mail to the mayor; a person's address is not configured here. The answer is JSON always. */
export function escalate(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, value } = parseArguments(argv, ["--json"], ["-s", "--severity", "-r", "--reason"]);
  if (around.doltDown) return doltDownPlain("creating escalation bead: bd create");
  const severity = value("-s") ?? value("--severity") ?? "medium";
  const text = positional.join(" ");
  const id = deliver(state, "mayor/", `[${severity.toUpperCase()}] ${text}`, text, around.now);
  around.emit("escalation_sent", "overseer", { id, severity });
  const mail = {
    target: "mayor",
    channel: "mail",
    persisted: true,
    runtime_notified: true,
    annotated: true,
    severity,
    notification_route: "mail+nudge",
  };
  const warning = "contacts.human_email not configured";
  return json({
    actions: ["bead", "mail:mayor", "email:human"],
    delivery: [
      { channel: "bead", created: true, severity },
      mail,
      { target: "human", channel: "email", severity, warning },
    ],
    id,
    severity,
    status: "ok",
    targets: ["mayor"],
  });
}
