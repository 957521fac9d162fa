/** A service account with what it may do, and tokens of it. */
import { createSign } from "node:crypto";
import { z } from "zod";
import type { Admin } from "./admin.ts";
import { ISSUER, type ControlPlane } from "./control-plane.ts";

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

const createdSchema = z.object({ metadata: z.object({ uid: z.string() }) });
const RBAC = "rbac.authorization.k8s.io";

export async function createAccount(
  admin: Admin,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  rules: readonly PolicyRule[],
): Promise<Account> {
  const metadata = { name };
  await admin.create(`/apis/${RBAC}/v1/clusterroles`, {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRole",
    metadata,
    rules,
  });
  await admin.create(`/apis/${RBAC}/v1/clusterrolebindings`, {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRoleBinding",
    metadata,
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name },
    subjects: [{ kind: "ServiceAccount", namespace, name }],
  });
  return newAccount(admin, { namespace, name });
}

/** The same name with the same rights, and another uid: tokens of the one before are no longer taken. */
export async function recreateAccount(admin: Admin, { namespace, name }: Account): Promise<Account> {
  await admin.tryTo("DELETE", `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`);
  return newAccount(admin, { namespace, name });
}

async function newAccount(
  admin: Admin,
  { namespace, name }: Pick<Account, "namespace" | "name">,
): Promise<Account> {
  const answer = await admin.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name },
  });
  return { namespace, name, uid: createdSchema.parse(JSON.parse(answer)).metadata.uid };
}

/** kube-apiserver takes a token for so long after its end: clocks differ. */
const LEEWAY_SECONDS = 60;

/** A token that the server takes for so many seconds from now on, as a kubelet would have asked for it. */
export function tokenOf(
  { namespace, name, uid }: Account,
  plane: ControlPlane,
  validForSeconds: number,
): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: ISSUER,
    aud: [ISSUER],
    sub: `system:serviceaccount:${namespace}:${name}`,
    iat: now - 3_600,
    nbf: now - 3_600,
    exp: now + validForSeconds - LEEWAY_SECONDS,
    "kubernetes.io": { namespace, serviceaccount: { name, uid } },
  };
  const signed = `${base64url({ alg: "RS256", typ: "JWT" })}.${base64url(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(plane.accountKey.key, "base64url")}`;
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
