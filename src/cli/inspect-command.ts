/** The options of `inspect`, and its help. */
import { Option, type Command } from "commander";
import { z } from "zod";
import { ConfigError, type Environment } from "../settings/index.ts";
import { checkNamespace } from "./flag-values.ts";
import { addressOf, pageOf } from "./inspector-address.ts";
import { localKubeconfig } from "./local-beside.ts";
import { print } from "./output.ts";
import { readToken } from "./token-file.ts";

const flagsSchema = z.object({
  namespace: z.string().optional(),
  pod: z.string().optional(),
  kubeconfig: z.string().optional(),
  context: z.string().optional(),
  port: z.string().default("0"),
  url: z.string().optional(),
  stately: z.string().optional(),
  tokenFile: z.string().optional(),
  /** Undefined where nobody has said: beside `local` a person sees it at once. */
  open: z.boolean().optional(),
});

/** What has no effect where kubectl is not asked. */
const OF_KUBECTL = ["namespace", "pod", "kubeconfig", "context", "port"];

const HELP = `
Beside \`local\` or \`demo\` it opens their page, and prints its address; with a
KUBECONFIG it is that of the town there. In a cluster it finds the pod whose
operator leads, forwards a port of this machine to it by kubectl, and needs the
right to list pods and to forward ports. Nothing is written.

  gastown-operator inspect --open
  gastown-operator inspect -n gastown --port 8081
  gastown-operator inspect --url http://127.0.0.1:8081 --stately ws://[::1]:8080
`;

export function addInspect(program: Command, environment: Environment): void {
  program
    .command("inspect")
    .description("the live inspector of an operator, in a cluster by a port-forward of kubectl")
    .option("-n, --namespace <name>", "namespace of the operator; all without it")
    .option("--pod <name>", "this pod, where several operators run")
    .option("--kubeconfig <path>", "cluster to ask (KUBECONFIG)")
    .option("--context <name>", "context of the kubeconfig")
    .option("--port <number>", "port on this machine; a free one without it")
    .addOption(
      new Option("--url <address>", "inspector of an operator that is reached without kubectl").conflicts(
        OF_KUBECTL,
      ),
    )
    .option("--token-file <path>", "file with the token, where the inspector asks for one")
    .option("--open", "open it in the browser; beside local that is so at a terminal")
    .option("--no-open", "only print its address")
    .option("--stately <url>", "pass the frames of Stately's protocol on to the WebSocket at this address")
    .addHelpText("after", HELP)
    .exitOverride()
    .action(async (given: unknown) => {
      const flags = flagsSchema.parse(given);
      checkNamespace(flags.namespace);
      const isForCluster = [flags.namespace, flags.pod, flags.context, flags.url].some(
        (flag) => flag !== undefined,
      );
      const kubeconfig = flags.kubeconfig ?? environment["KUBECONFIG"];
      const options = {
        namespace: flags.namespace,
        pod: flags.pod === undefined ? undefined : podName(flags.pod),
        kubeconfig: kubeconfig ?? (isForCluster ? undefined : await localKubeconfig(environment)),
        environment,
        context: flags.context,
        port: portOf(flags.port),
        url: flags.url === undefined ? undefined : pageOf(flags.url),
        stately: flags.stately === undefined ? undefined : addressOf("--stately", flags.stately, "ws"),
        token: flags.tokenFile === undefined ? null : readToken("--token-file", flags.tokenFile),
        opens: flags.open,
      };
      const { inspect } = await import("./inspect.ts");
      await inspect(options, print);
    });
}

function portOf(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw new ConfigError(`--port is ${JSON.stringify(value)}: it takes a port such as 8081`);
}

function podName(value: string): string {
  if (/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(value)) return value;
  throw new ConfigError(`--pod is ${JSON.stringify(value)}: it takes a pod's name`);
}
