/** The client: every question and every order to gt that the operator knows, typed. */
import type { SetTimer } from "@gastown/system";
import type * as answers from "./answers.ts";
import * as beads from "./bead-commands.ts";
import type { RequestFields } from "./bead-commands.ts";
import { createBreaker } from "./breaker.ts";
import { createBudget } from "./budget.ts";
import { createCaller, type Caller, type Exited, type GtCall } from "./caller.ts";
import * as commands from "./commands.ts";
import type { Command, CommandClass, Severity, SlingRequest } from "./commands.ts";
import { createDialects, recoveryFact, type Dialect, type Dialects } from "./dialect/index.ts";
import type { GtExec } from "./exec-port.ts";
import { createNewest, type Newest, type NoteNewest } from "./newest.ts";
import * as people from "./parse/people.ts";
import * as polecats from "./parse/polecats.ts";
import { parseSling } from "./parse/sling.ts";
import * as town from "./parse/town.ts";
import { createRigPrefixes, type RigPrefixes } from "./rig-prefixes.ts";
import { showBeads, showWork } from "./show-beads.ts";
import { createWhereabouts } from "./whereabouts.ts";
import type { Worktree } from "./worktree.ts";

export type { GtCall } from "./caller.ts";
export type { SlingRequest } from "./commands.ts";

/** What is asked of gt and changes nothing. */
export interface GtReads {
  /** Asked of gt once, and again when its program has changed. Never rejects. */
  dialect(): Promise<Dialect>;
  health(): Promise<answers.TownHealth>;
  /** How many issues each rig's database has, by rig; one that could not be asked is left out. */
  countIssues(): Promise<ReadonlyMap<string, number>>;
  listRigs(): Promise<readonly answers.RigEntry[]>;
  listPolecats(): Promise<readonly answers.PolecatEntry[]>;
  listRigPolecats(rig: string): Promise<readonly answers.PolecatEntry[]>;
  polecatStatus(rig: string, name: string): Promise<answers.PolecatDetail>;
  checkRecovery(rig: string, name: string): Promise<answers.Recovery>;
  gitState(rig: string, name: string): Promise<answers.GitState>;
  /** One call for each of `groupBeads`: whoever can use a part asks group by group. */
  showBeads(ids: readonly string[]): Promise<answers.ShownBeads>;
  /** @throws GtError also where it is not known whether they are there. */
  showWork(bead: string, request: string | null): Promise<answers.ShownWork>;
  listConvoys(options: { readonly all: boolean }): Promise<readonly answers.ConvoySummary[]>;
  mergeQueue(rig: string): Promise<readonly answers.MergeRequest[]>;
  inbox(address: string): Promise<readonly answers.Mail[]>;
  /** The last lines of a polecat's terminal. They may hold anything: they are for comparing, not for keeping. */
  peek(rig: string, name: string, lines?: number): Promise<string>;
}

export interface GtClient extends GtReads {
  /**
   * The same reads, for who measures how long gt takes. @param onTurn called when it is gt that is waited for, and no
   * longer a place among the other reads; once for each call.
   */
  timed(onTurn: () => void): GtReads;
  /**
   * The same reads in a place of their own, one at a time, for who must not wait behind everybody else's.
   * @param place whose it is, such as a rig's that slings.
   */
  beside(place: string): GtReads;
  /**
   * Where a polecat works, for people: from its worktree on this machine's disk, or else by a call.
   * @throws GtError
   */
  whereabouts(rig: string, name: string): Promise<answers.Whereabouts>;
  /** The branch in a polecat's worktree at this very moment, without a call; null where it cannot be read from here. */
  worktreeBranch(rig: string, name: string): Promise<string | null>;
  /** What was last heard of what an end depends on, whoever asked. */
  readonly newest: Newest;
  sling(request: SlingRequest): Promise<answers.SlingAnswer>;
  stopSession(rig: string, name: string): Promise<void>;
  nuke(request: { readonly rig: string; readonly name: string; readonly force: boolean }): Promise<void>;
  createConvoy(request: {
    readonly title: string;
    readonly beads: readonly string[];
  }): Promise<{ readonly id: string }>;
  /** gt opens a convoy again that was closed. It exits 0 also where it could not add them: read the list again. */
  addToConvoy(request: { readonly id: string; readonly beads: readonly string[] }): Promise<void>;
  /** gt closes the convoy, and mails whom it mails of that, where it sees all of its beads closed; else nothing happens. */
  checkConvoy(id: string): Promise<answers.ConvoyCheck>;
  sendMail(mail: { readonly to: string; readonly subject: string; readonly body: string }): Promise<void>;
  /** @throws GtError `NotFound` where the polecat has no session. */
  nudge(request: { readonly rig: string; readonly name: string; readonly message: string }): Promise<void>;
  /** A new escalation each time. */
  escalate(request: {
    readonly severity: Severity;
    readonly description: string;
  }): Promise<{ readonly id: string }>;
  /** @throws GtError `Refused` where somebody else has it. */
  claimBead(request: {
    readonly rig: string;
    readonly bead: string;
    readonly assignee: string;
  }): Promise<void>;
  releaseBead(request: {
    readonly rig: string;
    readonly bead: string;
    readonly assignee: string;
  }): Promise<void>;
  /** Writes over a merge request of the same id, and opens it again where it was closed: read it first. */
  fileRequest(request: {
    readonly rig: string;
    readonly fields: RequestFields;
    readonly assignee: string;
  }): Promise<void>;
  /** A bead, or a merge request. One that is closed already gets another reason: read it first. */
  closeBead(request: {
    readonly rig: string;
    readonly bead: string;
    readonly reason: string;
    readonly assignee: string | null;
  }): Promise<void>;
  /** Ends the calls that run. */
  close(): void;
}

export interface GtClientOptions {
  readonly exec: GtExec;
  /** For messages only. */
  readonly gtPath: string;
  readonly now: () => number;
  readonly setTimer: SetTimer;
  readonly onCall: (call: GtCall) => void;
  /** A hung gt is retried at least this often, ms: its return is then seen within one poll. */
  readonly maxPauseMs: number;
  /** What the polecat's worktree says of itself, without a call; null where it cannot be read. Absent: nothing is read. */
  readonly worktree?: ((rig: string, name: string) => Promise<Worktree | null>) | undefined;
  /** Another text for another program of gt; see `programPrint`. Without it, gt is taken to stay the same. */
  readonly program?: () => Promise<string>;
  readonly deadlines?: Partial<Readonly<Record<CommandClass, number>>>;
}

/** A sling takes 5–9 s, and up to 3 min when the agent's prompt does not come up. */
const DEADLINES: Readonly<Record<CommandClass, number>> = {
  read: 30_000,
  sling: 300_000,
  nuke: 120_000,
  session: 30_000,
  town: 60_000,
};

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const READS_AT_ONCE = 2;
const READ_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 2_000;

export function createGtClient(options: GtClientOptions): GtClient {
  const { now, setTimer, maxPauseMs } = options;
  const abort = new AbortController();
  const breaker = createBreaker({ now, firstPauseMs: FIRST_PAUSE_MS, maxPauseMs });
  const isSuspect = (command: Command): boolean => breaker.isSuspect(command);
  const call = createCaller({
    ...options,
    breaker,
    budget: createBudget({ readsAtOnce: READS_AT_ONCE, timeoutMs: READ_TIMEOUT_MS, setTimer, isSuspect }),
    deadlines: { ...DEADLINES, ...options.deadlines },
    maxOutputBytes: MAX_OUTPUT_BYTES,
    signal: abort.signal,
  });
  const prefixes = createRigPrefixes();
  const dialects = createDialects({
    ask: () => call(commands.version(), ({ stdout }) => stdout),
    program: options.program ?? (() => Promise.resolve("")),
    now,
  });
  const worktree = options.worktree ?? (() => Promise.resolve(null));
  const { newest, note } = createNewest();
  const whereabouts = createWhereabouts({
    worktree,
    prefixes,
    status: async (rig, name) => readsOf(call, dialects).polecatStatus(rig, name),
  });
  const readsOf = (ask: Caller, dialect: Dialects): GtReads => reads(ask, dialect, { prefixes, note });
  const timed = (onTurn: () => void): GtReads => {
    const dialect: Dialects = () => {
      onTurn();
      return dialects();
    };
    return readsOf((command, parse) => call(command, parse, onTurn), dialect);
  };
  const beside = (place: string): GtReads =>
    readsOf((command, parse, onTurn) => call({ ...command, place }, parse, onTurn), dialects);
  return {
    ...readsOf(call, dialects),
    ...writes(call),
    ...{ timed, beside, newest, whereabouts: async (rig, name) => whereabouts.of(rig, name) },
    worktreeBranch: async (rig, name) => (await worktree(rig, name))?.branch ?? null,
    close: () => abort.abort(),
  };
}

function out<Answer>(parse: (stdout: string) => Answer): (exited: Exited) => Answer {
  return ({ stdout }) => parse(stdout);
}

interface Shared {
  readonly prefixes: RigPrefixes;
  readonly note: NoteNewest;
}

function reads(call: Caller, dialect: Dialects, { prefixes, note }: Shared): GtReads {
  return {
    dialect,
    health: async () => note.health(call(commands.health(), out(town.parseHealth))),
    countIssues: async () => call(commands.vitals(), out(town.parseVitals)),
    listRigs: async () => {
      const rigs = await call(commands.listRigs(), out(town.parseRigList));
      prefixes.note(rigs);
      return rigs;
    },
    listPolecats: async () => call(commands.listPolecats(), (exited) => polecats.parsePolecatList(exited)),
    listRigPolecats: async (rig) =>
      call(commands.listRigPolecats(rig), (exited) => polecats.parsePolecatList(exited, rig)),
    polecatStatus: async (rig, name) =>
      call(commands.polecatStatus(rig, name), out(polecats.parsePolecatStatus)),
    checkRecovery: async (rig, name) => {
      const read = await call(commands.checkRecovery(rig, name), out(polecats.parseCheckRecovery));
      const { branch, activeMr } = read;
      return { ...recoveryFact(read, await dialect()), branch, activeMr };
    },
    gitState: async (rig, name) => call(commands.gitState(rig, name), out(polecats.parseGitState)),
    showBeads: async (ids) => showBeads({ call, dialect, prefixes }, ids),
    showWork: async (bead, request) => showWork({ call, dialect, prefixes }, bead, request),
    listConvoys: async ({ all }) => call(commands.listConvoys(all), town.parseConvoyList),
    mergeQueue: async (rig) =>
      note.mergeQueue(rig, call(commands.mergeQueue(rig), out(town.parseMergeQueue))),
    inbox: async (address) => call(commands.inbox(address), out(people.parseInbox)),
    peek: async (rig, name, lines) => call(commands.peek(rig, name, lines), ({ stdout }) => stdout),
  };
}

function writes(
  call: Caller,
): Omit<
  GtClient,
  keyof GtReads | "timed" | "beside" | "whereabouts" | "worktreeBranch" | "newest" | "close"
> {
  return {
    sling: async (request) => call(commands.sling(request), ({ stdout }) => parseSling(stdout, request)),
    stopSession: async (rig, name) => call(commands.stopSession(rig, name), out(polecats.parseSessionStop)),
    nuke: async ({ rig, name, force }) => call(commands.nuke(rig, name, force), out(polecats.parseNuke)),
    createConvoy: async ({ title, beads }) =>
      call(commands.createConvoy(title, beads), out(town.parseConvoyCreate)),
    addToConvoy: async ({ id, beads }) => call(commands.addToConvoy(id, beads), out(town.parseConvoyAdd)),
    checkConvoy: async (id) => call(commands.checkConvoy(id), out(town.parseConvoyCheck)),
    sendMail: async ({ to, subject, body }) =>
      call(commands.sendMail(to, subject, body), out(people.parseMailSend)),
    nudge: async ({ rig, name, message }) => call(commands.nudge(rig, name, message), out(people.parseNudge)),
    escalate: async ({ severity, description }) =>
      call(commands.escalate(severity, description), out(people.parseEscalate)),
    ...beadWrites(call),
  };
}

/** What they have done shows in a read, and in nothing that they print. */
function beadWrites(call: Caller): Pick<GtClient, "claimBead" | "releaseBead" | "fileRequest" | "closeBead"> {
  const done = (): void => undefined;
  return {
    claimBead: async ({ rig, bead, assignee }) => call(beads.claimBead(rig, bead, assignee), done),
    releaseBead: async ({ rig, bead, assignee }) => call(beads.releaseBead(rig, bead, assignee), done),
    fileRequest: async ({ rig, fields, assignee }) => call(beads.fileRequest(rig, fields, assignee), done),
    closeBead: async ({ rig, bead, reason, assignee }) =>
      call(beads.closeBead(rig, bead, reason, assignee), done),
  };
}
