import { apiCluster, kubeconfig, type Case, type Given } from "./case.ts";
import type { World } from "./world.ts";

const v1 = "client.authentication.k8s.io/v1";
const v1beta1 = "client.authentication.k8s.io/v1beta1";

const exec = (more: object = {}): object => ({
  exec: { apiVersion: v1, interactiveMode: "Never", command: "./bin/plugin", ...more },
});

/** A plugin whose credential is what a shell says. */
const plugin = (status: string, apiVersion = v1): string =>
  `#!/bin/sh\nprintf '{"apiVersion":"${apiVersion}","kind":"ExecCredential","status":%s}' "${status}"\n`;

const giving = (world: World, apiVersion = v1) =>
  plugin(`{\\"token\\":\\"${world.api.token}\\"}`, apiVersion);

const withPlugin =
  (script: (world: World) => string, more: object = {}, env: Given["env"] = {}) =>
  (world: World) => ({
    files: { config: kubeconfig(apiCluster(world), exec(more)), "bin/plugin": script(world) },
    env,
  });

const needsCluster = (world: World): string =>
  `#!/bin/sh\ncase "$KUBERNETES_EXEC_INFO" in *'"server":"${world.api.url}"'*) ;; *) echo "no cluster information" >&2; exit 1;; esac\n${giving(world)}`;

const needsVariable = ({ api }: World): string =>
  `#!/bin/sh\n[ "$FROM_ENV" = outer ] || exit 4\n${plugin(`{\\"token\\":\\"$TOKEN\\"}`).replace("#!/bin/sh\n", "")}# ${api.url}\n`;

export const pluginCases: readonly Case[] = [
  { name: "a plugin by a path relative to the kubeconfig", given: withPlugin(giving), verdict: "works" },
  {
    name: "a plugin on PATH",
    given: withPlugin(giving, { command: "plugin" }, { PATH: `FOLDER/bin:/usr/bin:/bin` }),
    verdict: "works",
  },
  {
    name: "a plugin that gets the cluster",
    given: withPlugin(needsCluster, { provideClusterInfo: true }),
    verdict: "works",
  },
  {
    name: "a plugin that wants the cluster and does not get it",
    given: withPlugin(needsCluster),
    verdict: /exit code 1: no cluster information/,
  },
  {
    name: "a plugin with variables of its own and of the environment",
    given: (world) =>
      withPlugin(
        needsVariable,
        { env: [{ name: "TOKEN", value: world.api.token }] },
        { FROM_ENV: "outer" },
      )(world),
    verdict: "works",
  },
  {
    name: "a plugin with arguments",
    given: (world) =>
      withPlugin(() => plugin(`{\\"token\\":\\"$2\\"}`), { args: ["--token", world.api.token] })(world),
    verdict: "works",
  },
  {
    name: "a plugin of v1beta1 without interactiveMode",
    given: withPlugin((world) => giving(world, v1beta1), { apiVersion: v1beta1, interactiveMode: null }),
    verdict: "works",
  },
  {
    name: "a plugin with interactiveMode IfAvailable",
    given: withPlugin(giving, { interactiveMode: "IfAvailable" }),
    verdict: "works",
  },
  {
    name: "a plugin of v1 without interactiveMode",
    given: withPlugin(giving, { interactiveMode: null }),
    verdict: /interactiveMode "": it takes Never or IfAvailable/,
  },
  {
    name: "a plugin with interactiveMode Always",
    given: withPlugin(giving, { interactiveMode: "Always" }),
    verdict: /no terminal/,
  },
  {
    name: "a plugin of v1alpha1",
    given: withPlugin(giving, { apiVersion: "client.authentication.k8s.io/v1alpha1" }),
    verdict: /apiVersion "client.authentication.k8s.io\/v1alpha1"/,
  },
  {
    name: "a plugin that answers in another version",
    given: withPlugin((world) => giving(world, v1beta1)),
    verdict: /answered in .*v1beta1/,
  },
  {
    name: "a plugin that is missing",
    given: withPlugin(giving, { command: "./bin/other", installHint: "Get it from your admin." }),
    verdict: /bin\/other is not there\. Get it from your admin/,
  },
  {
    name: "a plugin that answers nothing of use",
    given: withPlugin(() => "#!/bin/sh\necho hello\n"),
    verdict: /no ExecCredential/,
  },
  {
    name: "a plugin that gives nothing",
    given: withPlugin(() => plugin("{}")),
    verdict: /neither a token nor a certificate/,
  },
  {
    name: "a plugin that fails",
    given: withPlugin(() => "#!/bin/sh\nexit 3\n", {}),
    verdict: /exit code 3/,
  },
  {
    name: "a plugin beside a token, which goes before it",
    given: (world) => ({
      files: {
        config: kubeconfig(apiCluster(world), { ...exec(), token: world.api.token }),
        "bin/plugin": "#!/bin/sh\nexit 3\n",
      },
    }),
    verdict: "works",
  },
];
