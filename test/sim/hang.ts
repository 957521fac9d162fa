/** A thread that hangs: its newest steps and its stack, read by its debugger from the thread that guards it. */
import { Session } from "node:inspector";
import { z } from "zod";
import { sampleStacks, type Debuggee } from "../../src/watchdog/stack.ts";
import { NEWEST_LINES } from "./serve.ts";

export interface Hang {
  readonly stack: readonly string[];
  readonly lines: readonly string[];
}

const WITHIN_MS = 5_000;
const frame = z.object({
  functionName: z.string(),
  location: z.object({
    scriptId: z.string(),
    lineNumber: z.number(),
    columnNumber: z.number().optional(),
  }),
});
const message = z.union([
  z.object({
    method: z.literal("Debugger.paused"),
    params: z.object({ callFrames: z.array(frame) }),
  }),
  z.object({
    method: z.literal("Debugger.scriptParsed"),
    params: z.object({ scriptId: z.string(), url: z.string() }),
  }),
  z.object({ id: z.number(), result: z.object({ result: z.object({ value: z.string() }) }) }),
]);

/** @param name of the thread. */
export async function readHang(name: string): Promise<Hang> {
  const session = new Session();
  session.connect();
  const thread = await attach(session, name);
  const stack = await sampleStacks(thread, WITHIN_MS);
  const lines = await thread.evaluate(`${NEWEST_LINES}()`);
  await thread.detach();
  session.disconnect();
  return { stack, lines };
}

interface Attached extends Debuggee {
  readonly evaluate: (expression: string) => Promise<readonly string[]>;
  /** Lets the thread go on: one that a debugger holds does not end, not even by force. */
  readonly detach: () => Promise<void>;
}

function attach(session: Session, name: string): Promise<Attached> {
  return new Promise((resolve) => {
    session.on("NodeWorker.attachedToWorker", ({ params: { sessionId, workerInfo } }) => {
      if (workerInfo.title.endsWith(name)) resolve(attached(session, sessionId));
    });
    session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  });
}

function attached(session: Session, sessionId: string): Attached {
  let posted = 0;
  const post = (method: string, params: object = {}): void => {
    posted += 1;
    const text = JSON.stringify({ id: posted, method, params });
    session.post("NodeWorker.sendMessageToWorker", { sessionId, message: text });
  };
  const listen = (hear: (heard: z.infer<typeof message>) => void): void => {
    session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
      if (params.sessionId !== sessionId) return;
      const heard = message.safeParse(JSON.parse(params.message));
      if (heard.success) hear(heard.data);
    });
  };
  return {
    post,
    onPaused: (hear) =>
      listen((heard) => {
        if ("method" in heard && heard.method === "Debugger.paused") hear(heard.params.callFrames);
      }),
    onScript: (hear) =>
      listen((heard) => {
        if ("method" in heard && heard.method === "Debugger.scriptParsed") hear(heard.params);
      }),
    evaluate: (expression) =>
      new Promise((resolve) => {
        setTimeout(() => resolve([]), WITHIN_MS).unref();
        listen((heard) => {
          if ("result" in heard) resolve(z.array(z.string()).parse(JSON.parse(heard.result.result.value)));
        });
        post("Runtime.evaluate", { expression });
      }),
    detach: () =>
      new Promise((resolve) => {
        post("Debugger.disable");
        session.post("NodeWorker.detach", { sessionId }, () => resolve());
      }),
  };
}
