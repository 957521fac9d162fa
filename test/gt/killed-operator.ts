/** An operator with one write of gt under way, for a test that kills it. Its argument: the town's folder. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { childEnvironment, createExecaGt, createFence } from "../../src/gt/index.ts";

const [, , folder = ""] = process.argv;
const gtPath = path.join(folder, "gt");
process.env["TMPDIR"] = path.join(folder, "tmp");
mkdirSync(process.env["TMPDIR"]);
// The real gt's prints are Go's, which ends by SIGPIPE at once; a shell's echo only where it is told to.
const script = `#!/bin/sh
echo begun
touch begun
until [ -e go ]; do sleep 0.05; done
echo printed || exit 1
echo printed >&2 || exit 1
echo whole > done.new && mv done.new done
`;
writeFileSync(gtPath, script, { mode: 0o755 });
const env = childEnvironment(process.env, folder);
const { signal } = new AbortController();
const fence = createFence({
  ...{ townRoot: folder, token: "killed", env, signal },
  isHeld: () => true,
  onLeft: () => undefined,
});
const exec = fence.around(createExecaGt({ gtPath, townRoot: folder, env, writePrefix: fence.writePrefix }));
await exec(["sling"], { deadlineMs: 60_000, maxOutputBytes: 1_000, signal, isWrite: true });
