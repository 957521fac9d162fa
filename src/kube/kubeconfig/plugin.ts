/** Credential plugins of a kubeconfig (`exec`), run as kubectl runs them. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { Environment, Plugin } from "./target.ts";
import { errorMessage } from "@gastown/system";

/** What a plugin gave: `ExecCredential` of client.authentication.k8s.io. */
export interface PluginCredential {
  readonly token: string | undefined;
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
  /** Milliseconds since the epoch; infinite for one that does not say. */
  readonly expiresAt: number;
}

/** A plugin may wait for a person's click in a browser, but not for ever. */
const deadlineMs = 60_000;
const run = promisify(execFile);

const answerSchema = z.object({
  kind: z.literal("ExecCredential"),
  apiVersion: z.string(),
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.iso.datetime({ offset: true }).nullish(),
  }),
});

/**
 * Runs the plugin once.
 * @throws Error saying what it did: it is missing, failed, hung, or answered something else.
 */
export async function askPlugin(plugin: Plugin, environment: Environment): Promise<PluginCredential> {
  return credentialOf(plugin, await outputOf(plugin, environment));
}

async function outputOf({ command, args, env, installHint, ...plugin }: Plugin, environment: Environment) {
  const { apiVersion, cluster } = plugin;
  const asked = { kind: "ExecCredential", apiVersion, spec: { interactive: false, cluster } };
  const running = run(command, [...args], {
    env: { ...environment, ...env, KUBERNETES_EXEC_INFO: JSON.stringify(asked) },
    timeout: deadlineMs,
    killSignal: "SIGKILL",
    maxBuffer: 4 * 1024 * 1024,
  });
  // It gets no input: one that asks for some sees the end of it, and does not wait.
  running.child.stdin?.end();
  try {
    return (await running).stdout;
  } catch (cause) {
    throw new Error(`the exec plugin ${command} ${failure(cause, installHint)}`, { cause });
  }
}

const failed = z.object({
  code: z.union([z.string(), z.number()]).nullish(),
  killed: z.boolean().optional(),
  stderr: z.string().default(""),
});

function failure(cause: unknown, installHint: string | undefined): string {
  const { code, killed, stderr } = failed.catch({ stderr: "" }).parse(cause);
  const said = stderr.trim().slice(-500);
  if (code === "ENOENT") return `is not there${installHint === undefined ? "" : `. ${installHint.trim()}`}`;
  if (code === "EACCES") return "may not be run: check that it is executable (EACCES)";
  if (killed === true) return `gave no credential within ${deadlineMs / 1000} s`;
  if (typeof code === "number") {
    return `failed with exit code ${code}${said === "" ? "" : `: ${said}`}`;
  }
  return `failed: ${errorMessage(cause)}`;
}

function credentialOf({ command, apiVersion }: Plugin, output: string): PluginCredential {
  const refuse = (what: string, cause?: unknown): never => {
    throw new Error(`the exec plugin ${command} ${what}`, { cause });
  };
  const answer = parsed(output, refuse);
  if (answer.apiVersion !== apiVersion) {
    refuse(`answered in ${answer.apiVersion}, and the kubeconfig asks for ${apiVersion}`);
  }
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = answer.status;
  if (token === undefined && cert === undefined && key === undefined) {
    refuse("gave neither a token nor a certificate");
  }
  if ((cert === undefined) !== (key === undefined)) refuse("gave a certificate or a key, and not both");
  return {
    token,
    certificate: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    expiresAt: expirationTimestamp ? Date.parse(expirationTimestamp) : Infinity,
  };
}

function parsed(output: string, refuse: (what: string, cause: unknown) => never) {
  try {
    return answerSchema.parse(JSON.parse(output));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : errorMessage(cause);
    return refuse(`answered with something that is no ExecCredential: ${why}`, cause);
  }
}
