/** A server before the API that lets in whom the test says, and asks the API with the API's own token. */
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createHttpsServer, request } from "node:https";
import { TLSSocket } from "node:tls";
import type { EmbeddedApi } from "embedded-kube";
import type { Certificate } from "../../envtest/certificates.ts";
import { listening, type Listening } from "./listening.ts";

export interface FrontOptions {
  readonly isLetIn: (asked: IncomingMessage) => boolean;
  /** Below which path the API is. */
  readonly prefix?: string;
  readonly host?: string;
  /** Its certificate and the authority of its clients; plain http without. */
  readonly tls?: Certificate & { readonly ca: string };
}

export function startFront(api: EmbeddedApi, options: FrontOptions): Promise<Listening> {
  const { isLetIn, prefix = "", host, tls } = options;
  const { hostname, port } = new URL(api.url);
  const headers = { authorization: `Bearer ${api.token}` };
  const answer: RequestListener = (asked, response) => {
    const url = asked.url ?? "";
    if (!isLetIn(asked)) return void response.writeHead(401).end("who are you?");
    if (!url.startsWith(`${prefix}/api`)) return void response.writeHead(404).end(`nothing at ${url}`);
    const path = url.slice(prefix.length);
    request({ hostname, port, path, ca: api.ca, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, { "content-type": "application/json" });
      answered.pipe(response);
    })
      .on("error", () => response.destroy())
      .end();
  };
  const secure = tls && { ...tls, requestCert: true, rejectUnauthorized: false };
  const server = secure === undefined ? createHttpServer(answer) : createHttpsServer(secure, answer);
  return listening(server, host);
}

/** Whether the client showed a certificate that the front's authority has signed. */
export function hasCertificate({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket && socket.authorized;
}
