/** `logs`: the terminal of a polecat, as its operator reads it by `gt peek` and shows it on the inspector. */
import { setTimeout } from "node:timers/promises";
import type { Command } from "commander";
import { z } from "zod";
import type { Environment } from "../../settings/index.ts";
import { isApiError, readObject } from "../../kube/index.ts";
import { pageOf } from "../inspector-address.ts";
import { isOutputClosed, print } from "../output.ts";
import { askInspector, reachInspector, type Reached } from "../reach-inspector.ts";
import { readToken } from "../token-file.ts";
import { addClusterFlags, clusterFlags, inCluster, type Cluster } from "./cluster.ts";
import { find } from "./find.ts";
import { heldResource } from "./held.ts";
import { objectName, type Named } from "./object-name.ts";
import { RefusalError } from "./refusal.ts";
import { newLines, terminalLines } from "./terminal-lines.ts";

/** The operator reads terminals twice a second at most, for all who ask. */
const AGAIN_MS = 2_000;

const HELP = `
The last lines of the polecat's terminal, read by the operator; nothing can be
typed into it. Beside \`local\` it is there; in a cluster it needs kubectl and the
right to list pods and to forward ports, as inspect does. Credentials in it are
redacted. -f reads it again every 2 s and prints what is new.

  kubectl gastown logs parser
  kubectl gastown logs team-a/parser -f
`;

const flagsSchema = z.object({
  ...clusterFlags,
  follow: z.boolean().default(false),
  operatorNamespace: z.string().optional(),
  url: z.string().optional(),
  tokenFile: z.string().optional(),
});

type LogsFlags = z.infer<typeof flagsSchema>;

export function addLogs(program: Command, environment: Environment): void {
  const command = program
    .command("logs")
    .description("the last lines of a polecat's terminal")
    .argument("<polecat>", "its name, such as parser or team-a/parser");
  addClusterFlags(command, "namespace of the polecat (the context's, or default)")
    .option("-f, --follow", "go on with what is new")
    .option("--operator-namespace <name>", "namespace of the operator; all without it")
    .option("--url <address>", "inspector of an operator that is reached without kubectl")
    .option("--token-file <path>", "file with the token, where the inspector asks for one")
    .addHelpText("after", HELP)
    .action(async (name: string, given: unknown) => {
      const flags = flagsSchema.parse(given);
      const named = objectName(name, ["Polecat"]);
      const url = flags.url === undefined ? undefined : pageOf(flags.url);
      const token = flags.tokenFile === undefined ? null : readToken("--token-file", flags.tokenFile);
      const peek = await inCluster(flags, environment, (cluster) => pathOf(cluster, named));
      const reached = await reachInspector({ ...reachOf(flags, environment), url });
      try {
        await tell(reached, peek, token, flags.follow);
      } finally {
        reached.close();
      }
    });
}

function reachOf({ kubeconfig, context, operatorNamespace }: LogsFlags, environment: Environment) {
  const chosen = kubeconfig ?? environment["KUBECONFIG"];
  return { kubeconfig: chosen, context, environment, namespace: operatorNamespace, pod: undefined, port: 0 };
}

/** Where the inspector has its terminal. @throws RefusalError where the resource has no polecat. */
async function pathOf(cluster: Cluster, named: Named): Promise<string> {
  const { spec, status } = (await find(cluster, named)).shown;
  const polecat = status?.polecatName;
  if (polecat === undefined || status?.phase === "Terminated") {
    throw new RefusalError(
      `polecat/${named.name} has no polecat, and so no terminal: \`kubectl gastown why ${named.name}\``,
    );
  }
  const rig = await gtNameOf(cluster, spec.rig ?? "");
  return `peek/${encodeURIComponent(rig)}/${encodeURIComponent(polecat)}`;
}

/** As its Rig says, where that may be read; mostly it is the same. */
async function gtNameOf({ api }: Cluster, rig: string): Promise<string> {
  try {
    return (await readObject(api, heldResource("Rig"), { name: rig }))?.shown.status?.gtName ?? rig;
  } catch (error) {
    if (isApiError(error, 403)) return rig;
    throw error;
  }
}

const peekSchema = z.object({ text: z.string() });

async function tell(
  { url, ended, isNoted }: Reached,
  path: string,
  token: string | null,
  follows: boolean,
): Promise<void> {
  const gone = ended.then((problem) => {
    throw new Error(problem);
  });
  gone.catch(() => undefined);
  let shown: readonly string[] = [];
  for (;;) {
    const answer = await Promise.race([askInspector(new URL(path, url), token, isNoted), gone]);
    const lines = terminalLines(peekSchema.parse(JSON.parse(answer)).text);
    for (const line of newLines(shown, lines)) print(line);
    shown = lines;
    if (!follows || isOutputClosed()) return;
    await Promise.race([setTimeout(AGAIN_MS), gone]);
  }
}
