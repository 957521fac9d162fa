/** A way to the API that notes what is asked for, in the terms of RBAC. */
import type { IncomingMessage } from "node:http";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { certificateFor } from "embedded-kube/testing";

export interface Asked {
  readonly group: string;
  /** With its subresource, such as `polecats/status`. */
  readonly resource: string;
  readonly verb: string;
  readonly namespace: string;
  readonly name: string;
}

/** `code` is null until the answer begins. */
interface Answered extends Asked {
  code: number | null;
}

const CONFLICT = {
  kind: "Status",
  apiVersion: "v1",
  status: "Failure",
  reason: "Conflict",
  message: "the object has been modified",
  code: 409,
};

export interface RecordingProxy {
  readonly asked: readonly Readonly<Answered>[];
  /** A kubeconfig like the given one, by way of this proxy. */
  kubeconfig(original: string, copy: string): string;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Authority of the server. The proxy has its own: over plain http no credentials would come. */
  readonly ca: string | undefined;
  /** Whether a request is answered with a conflict instead of being passed on. */
  readonly conflicts?: (asked: Asked) => boolean;
}

export async function startRecordingProxy(
  target: URL,
  { ca, conflicts = () => false }: ProxyOptions,
): Promise<RecordingProxy> {
  const asked: Answered[] = [];
  const certificate = await certificateFor(Date.now());
  const server = createServer(certificate, (incoming, outgoing) => {
    const noted: Answered = { ...readRequest(incoming), code: null };
    asked.push(noted);
    const { method, url, headers } = incoming;
    if (conflicts(noted)) {
      incoming.resume();
      noted.code = 409;
      outgoing.writeHead(409, { "content-type": "application/json" }).end(JSON.stringify(CONFLICT));
      return;
    }
    const forward = request(
      {
        host: target.hostname,
        port: target.port,
        method,
        path: url,
        headers: { ...headers, host: target.host },
        ca,
      },
      (answer) => {
        noted.code = answer.statusCode ?? 502;
        outgoing.writeHead(noted.code, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forward.destroy());
    incoming.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    kubeconfig(original, copy) {
      const config = configSchema.parse(parse(readFileSync(original, "utf8")));
      for (const { cluster } of config.clusters) {
        cluster["server"] = `https://127.0.0.1:${port}`;
        cluster[AUTHORITY] = Buffer.from(certificate.cert).toString("base64");
      }
      writeFileSync(copy, stringify(config));
      return copy;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const AUTHORITY = "certificate-authority-data";
const configSchema = z.looseObject({
  clusters: z.array(z.looseObject({ cluster: z.record(z.string(), z.unknown()) })),
});

/** The authority of a kubeconfig's server, PEM. */
export function authorityOf(kubeconfigPath: string): string | undefined {
  const [first] = configSchema.parse(parse(readFileSync(kubeconfigPath, "utf8"))).clusters;
  const data = first?.cluster[AUTHORITY];
  return typeof data === "string" ? Buffer.from(data, "base64").toString("utf8") : undefined;
}

const VERBS: Readonly<Record<string, string>> = {
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

/** `/apis/GROUP/VERSION[/namespaces/NAMESPACE]/RESOURCE[/NAME[/SUBRESOURCE]]`, and `/api/VERSION/…` for the core. */
function readRequest({ method = "GET", url = "/" }: IncomingMessage): Asked {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const [root, ...parts] = pathname.split("/").filter((part) => part !== "");
  const group = root === "apis" ? (parts.shift() ?? "") : "";
  parts.shift();
  const namespace = parts[0] === "namespaces" && parts.length > 2 ? (parts.splice(0, 2)[1] ?? "") : "";
  const [resource = "", name = "", subresource] = parts;
  const reading = searchParams.get("watch") === "true" ? "watch" : name === "" ? "list" : "get";
  return {
    group,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    verb: VERBS[method] ?? reading,
    namespace,
    name,
  };
}
