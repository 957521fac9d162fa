import { KubeConfigError } from "../errors.ts";
import { materialOf, pemOf } from "./material.ts";
import type { Cluster, Exec, User } from "./schema.ts";
import type { Identity, Login, Plugin } from "./target.ts";

/** The extension of a cluster that belongs to credential plugins. */
const pluginExtension = "client.authentication.k8s.io/exec";

/**
 * Who a user of a kubeconfig is, refused where kubectl refuses it.
 * @throws KubeConfigError that names the user and the field.
 */
export function identityOf(name: string, user: User, cluster: Cluster): Identity {
  const refuse = (what: string): never => {
    throw new KubeConfigError(`the user "${name}" of the kubeconfig ${what}`);
  };
  const cert = materialOf("client-certificate", user);
  const key = materialOf("client-key", user);
  if (cert !== undefined && key === undefined) refuse("has a client-certificate without a client-key");
  return {
    login: loginOf(user, cert !== undefined, cluster, refuse),
    certificate: cert && key && { cert, key },
    impersonation: impersonationOf(user, refuse),
  };
}

type Refuse = (what: string) => never;

/** A token goes before a password, either before a plugin; a plugin is not asked where there is a certificate. */
function loginOf(user: User, hasCertificate: boolean, cluster: Cluster, refuse: Refuse): Login {
  const { token, tokenFile, username, password, exec, "auth-provider": provider } = user;
  const hasPassword = username !== undefined || password !== undefined;
  if (token !== undefined && hasPassword) refuse("has both a token and a username: only one is allowed");
  if (exec && provider) refuse("has both exec and auth-provider: only one is allowed");
  const plugin = exec && pluginOf(exec, cluster, refuse);
  if (token !== undefined || tokenFile !== undefined) return { by: "token", token, file: tokenFile };
  if (hasPassword) return { by: "password", username: username ?? "", password: password ?? "" };
  if (provider?.name === "oidc") return { by: "oidc", config: provider.config ?? {} };
  if (provider) {
    refuse(
      `logs in by the auth-provider "${provider.name ?? ""}", which kubectl no longer has either: use its exec plugin`,
    );
  }
  return plugin && !hasCertificate ? { by: "plugin", plugin } : { by: "nothing" };
}

const apiVersions: readonly string[] = [
  "client.authentication.k8s.io/v1",
  "client.authentication.k8s.io/v1beta1",
];

function pluginOf(exec: Exec, cluster: Cluster, refuse: Refuse): Plugin {
  const { command, apiVersion } = exec;
  if (command === undefined) return refuse("has an exec plugin without a command");
  if (apiVersion === undefined || !apiVersions.includes(apiVersion)) {
    return refuse(
      `has an exec plugin of apiVersion "${apiVersion ?? ""}": it takes ${apiVersions.join(" or ")}`,
    );
  }
  checkMode(exec, refuse);
  const unnamed = exec.env.some(({ name }) => name === undefined);
  if (unnamed) refuse("has an exec plugin with a variable without a name");
  return {
    command,
    args: exec.args,
    env: Object.fromEntries(exec.env.map(({ name = "", value }) => [name, value ?? ""])),
    apiVersion,
    installHint: exec.installHint,
    cluster: exec.provideClusterInfo ? clusterInfo(cluster) : undefined,
  };
}

/** v1beta1 had a default, v1 has none. Nobody sits before the operator: a plugin that insists on a terminal cannot run. */
function checkMode({ interactiveMode, apiVersion }: Exec, refuse: Refuse): void {
  const mode = interactiveMode ?? (apiVersion?.endsWith("/v1beta1") === true ? "IfAvailable" : undefined);
  if (mode === "Always") {
    refuse(
      "has an exec plugin with interactiveMode Always, and the operator has no terminal: log in by another way",
    );
  }
  if (mode !== "Never" && mode !== "IfAvailable") {
    refuse(`has an exec plugin with interactiveMode "${mode ?? ""}": it takes Never or IfAvailable`);
  }
}

/** `Cluster` of client.authentication.k8s.io. */
function clusterInfo(cluster: Cluster): Record<string, unknown> {
  const ca = materialOf("certificate-authority", cluster);
  return {
    server: cluster.server,
    "tls-server-name": cluster["tls-server-name"],
    ...(cluster["insecure-skip-tls-verify"] ? { "insecure-skip-tls-verify": true } : {}),
    "certificate-authority-data": ca && Buffer.from(pemOf(ca)).toString("base64"),
    "proxy-url": cluster["proxy-url"],
    config: cluster.extensions.find(({ name }) => name === pluginExtension)?.extension ?? null,
  };
}

function impersonationOf(user: User, refuse: Refuse): Identity["impersonation"] {
  const { as: name, "as-uid": uid, "as-groups": groups, "as-user-extra": extra } = user;
  const more = uid !== undefined || groups.length > 0 || Object.keys(extra).length > 0;
  if (name === undefined) return more ? refuse("has as-uid, as-groups or as-user-extra without as") : {};
  return {
    "impersonate-user": name,
    ...(uid === undefined ? {} : { "impersonate-uid": uid }),
    ...(groups.length === 0 ? {} : { "impersonate-group": groups }),
    ...Object.fromEntries(
      Object.entries(extra).map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key)}`, values]),
    ),
  };
}
