/** An inspector on the journal in a folder, in a process of its own with little memory. Tells its address. */
import { indexOf, readJournal, readTexts, systemClock } from "../../src/host/index.ts";
import { createCallLog, startInspector } from "../../src/inspector/index.ts";

const surprise = (error: unknown): never => {
  throw error;
};

const folder = process.argv[2] ?? "";

const inspector = await startInspector({
  address: "127.0.0.1:0",
  takesFreePort: false,
  token: null,
  actors: { actors: () => [], subscribe: () => () => undefined },
  journal: {
    readLines: (from) => readJournal(folder, from),
    readTexts: (from) => readTexts(folder, from),
    index: () => indexOf(folder),
    subscribe: () => () => undefined,
  },
  calls: createCallLog(surprise),
  health: () => Promise.resolve([]),
  clock: systemClock,
  onProblem: surprise,
  peek: () => Promise.resolve(""),
});
process.stdout.write(`${inspector.url}\n`);
