/** A thread that plays schedules of an operator with a bug in it: the source is changed while it is loaded. */
import { registerHooks } from "node:module";
import { workerData } from "node:worker_threads";
import { z } from "zod";
import { bugNamed } from "./bugs.ts";

const { file, right, wrong, what } = bugNamed(z.looseObject({ bug: z.string() }).parse(workerData).bug);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/${file}`)) return loaded;
    const source =
      typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
    if (!source.includes(right)) throw new Error(`${file} has no place for the bug "${what}": ${right}`);
    return { ...loaded, source: source.replace(right, wrong) };
  },
});

// Not before the hook is there.
await import("../operator-thread.ts");
