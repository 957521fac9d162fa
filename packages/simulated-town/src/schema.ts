/** What may stand in the town's files. `zod/mini`, because each call of the simulated `gt` loads it anew. */
import * as z from "zod/mini";
import type { Faults } from "./fault-rules.ts";
import type * as sim from "./state.ts";
import { GT_VERSIONS } from "./versions/names.ts";

const text = z.string();
const texts = z.array(text);
const time = z.number();
const maybeTime = z.nullable(time);
const maybeText = z.nullable(text);

const rig: z.ZodMiniType<sim.SimRig> = z.strictObject({
  name: text,
  prefix: text,
  names: texts,
  crew: z.exactOptional(texts),
  status: z.exactOptional(z.enum(["parked", "docked"])),
});

const bead: z.ZodMiniType<sim.SimBead> = z.strictObject({
  id: text,
  title: text,
  description: text,
  priority: z.number(),
  status: text,
  assignee: maybeText,
  createdAt: time,
  updatedAt: time,
  closedAt: maybeTime,
  closeReason: maybeText,
  molecule: z.nullable(z.strictObject({ id: text, attachedAt: time })),
  comments: z.array(z.strictObject({ id: text, author: text, text, createdAt: time })),
  slings: z.number(),
});

const polecat: z.ZodMiniType<sim.SimPolecat> = z.strictObject({
  rig: text,
  name: text,
  branch: text,
  session: z.boolean(),
  createdAt: time,
  unpushed: z.number(),
  pushed: z.exactOptional(z.nullable(z.number())),
  agentBead: z.exactOptional(
    z.strictObject({
      hookBead: maybeText,
      lastSourceIssue: maybeText,
      cleanupStatus: text,
      activeMr: maybeText,
    }),
  ),
  stashes: z.number(),
  endsAt: maybeTime,
  quietSince: maybeTime,
});

const convoy: z.ZodMiniType<sim.SimConvoy> = z.strictObject({
  id: text,
  title: text,
  status: text,
  createdAt: time,
  updatedAt: time,
  tracked: texts,
  owner: z.exactOptional(text),
  notify: z.exactOptional(text),
});

const mergeRequest: z.ZodMiniType<sim.SimMergeRequest> = z.strictObject({
  id: text,
  rig: text,
  worker: maybeText,
  filedBy: z.exactOptional(text),
  branch: text,
  bead: text,
  commit: text,
  createdAt: time,
  status: z.enum(["open", "closed"]),
  closeReason: maybeText,
  closedAt: maybeTime,
  mergesAt: maybeTime,
});

const plan: z.ZodMiniType<sim.AgentPlan> = z.strictObject({
  behaviour: z.enum([
    "finish",
    "stall",
    "fallSilent",
    "leaveUncommitted",
    "leaveUnpushed",
    "leaveStash",
    "never",
  ]),
  afterMs: z.number(),
  mergeAfterMs: z.exactOptional(z.number()),
});

export const townStateSchema: z.ZodMiniType<sim.TownState> = z.strictObject({
  gtVersion: z.enum(GT_VERSIONS),
  rigs: z.array(rig),
  beads: z.array(bead),
  polecats: z.array(polecat),
  convoys: z.array(convoy),
  mergeRequests: z.array(mergeRequest),
  mail: z.array(
    z.strictObject({
      id: text,
      to: text,
      subject: text,
      body: text,
      sentAt: time,
      ackedAt: z.exactOptional(time),
    }),
  ),
  nudges: z.array(z.strictObject({ to: text, text, sentAt: time })),
  running: texts,
  plans: z.record(text, plan),
  defaultPlan: plan,
  schedulerMax: z.number(),
  dispatchAfterMs: z.number(),
  scheduled: z.array(z.strictObject({ bead: text, rig: text, context: text, dueAt: time })),
  slinging: z.array(z.strictObject({ bead: text, until: time, caller: z.number(), isSecond: z.boolean() })),
  isLimited: z.exactOptional(z.boolean()),
  isTownDatabaseAlone: z.exactOptional(z.boolean()),
  doltConnections: z.number(),
  latency: z.record(text, z.number()),
  random: z.number(),
});

/** Written by people, too: what is left out has its default. */
export const faultsSchema: z.ZodMiniType<Partial<Faults>> = z.strictObject({
  doltDown: z.exactOptional(z.boolean()),
  rules: z.exactOptional(
    z.array(
      z.strictObject({
        kind: z.enum([
          "hang",
          "forkAndHoldStdout",
          "garbage",
          "hugeOutput",
          "slow",
          "crashBefore",
          "crashAfter",
          "exit",
        ]),
        command: z.exactOptional(text),
        rig: z.exactOptional(text),
        times: z.exactOptional(z.number()),
        ms: z.exactOptional(z.number()),
        exitCode: z.exactOptional(z.number()),
        stderr: z.exactOptional(text),
      }),
    ),
  ),
});
