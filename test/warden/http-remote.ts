/** Serves repositories over HTTP as a git host does: `git http-backend` behind a server that asks for a login. */
import { spawn } from "node:child_process";
import { createServer, IncomingMessage, ServerResponse } from "node:http";
import { Socket, type AddressInfo } from "node:net";
import path from "node:path";
import { onTestFinished } from "vitest";
import { GIT_ENVIRONMENT } from "./git.ts";

export interface HttpRemote {
  readonly url: string;
  /** Of requests that came, with what they asked for. */
  readonly requests: string[];
  /** Nobody listens until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** What is done with the next requests whose path holds this, instead of serving them. */
  intercept(part: string, act: ((request: IncomingMessage, response: ServerResponse) => void) | null): void;
  /** Answers of requests whose path holds this are not sent, once git has done what it was asked to; null: all are. */
  dropsAnswerOf(part: string | null): void;
  /** Keeps the next request whose path ends so waiting until the given function is called. */
  holds(part: string, onHeld: (release: () => void) => void): void;
  /** Words before git, such as those that limit what it may write. */
  prefix: readonly string[];
}

export const LOGIN = { username: "polecat", password: "ghp_0123456789abcdefghijABCDEFGHIJ012345" };

export async function serveHttp(repository: string): Promise<HttpRemote> {
  const requests: string[] = [];
  const intercepts = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  const sockets = new Set<Socket>();
  let dropped: string | null = null;
  let held: { readonly part: string; readonly onHeld: (release: () => void) => void } | null = null;
  const expected = `Basic ${Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString("base64")}`;
  const server = createServer((request, response) => {
    const { url = "", headers } = request;
    requests.push(`${request.method ?? ""} ${url}`);
    const serve = (): void => {
      const act = [...intercepts].find(([part]) => url.includes(part))?.[1];
      if (act !== undefined) act(request, response);
      else if (headers.authorization !== expected)
        response.writeHead(401, { "www-authenticate": 'Basic realm="town"' }).end();
      else
        answer(
          repository,
          remote.prefix,
          request,
          dropped !== null && url.endsWith(dropped) ? lost(response) : response,
        );
    };
    const hold = held;
    if (hold === null || !url.endsWith(hold.part)) {
      serve();
      return;
    }
    held = null;
    hold.onHeld(serve);
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  let port = 0;
  const remote: HttpRemote = {
    get url() {
      return `http://127.0.0.1:${port}/${path.basename(repository)}`;
    },
    requests,
    prefix: [],
    holds: (part, onHeld) => void (held = { part, onHeld }),
    dropsAnswerOf: (part) => (dropped = part),
    async down() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async up() {
      await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
      ({ port } = server.address() as AddressInfo);
    },
    intercept(part, act) {
      if (act === null) intercepts.delete(part);
      else intercepts.set(part, act);
    },
  };
  await remote.up();
  onTestFinished(() => remote.down());
  return remote;
}

type Answer = Pick<ServerResponse, "setHeader" | "writeHead" | "write" | "end" | "on">;

/** Takes all and sends nothing; at the end the connection is gone. */
function lost(response: ServerResponse): Answer {
  const sink = new ServerResponse(new IncomingMessage(new Socket()));
  sink.end = () => {
    response.destroy();
    return sink;
  };
  sink.write = () => true;
  return sink;
}

/** CGI: the request by variables and standard input, the answer with its head on standard output. */
function answer(
  repository: string,
  prefix: readonly string[],
  request: IncomingMessage,
  response: Answer,
): void {
  const url = new URL(request.url ?? "", "http://127.0.0.1");
  const [program = "git", ...words] =
    prefix.length > 0 ? [...prefix, "git", "http-backend"] : ["git", "http-backend"];
  const child = spawn(program, words, {
    env: {
      ...GIT_ENVIRONMENT,
      GIT_PROJECT_ROOT: path.dirname(repository),
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REMOTE_USER: LOGIN.username,
      ...(request.headers["content-length"] !== undefined && {
        CONTENT_LENGTH: request.headers["content-length"],
      }),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  let head: Buffer | null = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    if (head === null) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    const lines = head.subarray(0, end).toString().split("\r\n");
    const headers = lines.map((line) => [
      line.slice(0, line.indexOf(":")),
      line.slice(line.indexOf(":") + 1).trim(),
    ]);
    const status = headers.find(([name]) => name?.toLowerCase() === "status")?.[1] ?? "200";
    for (const [name = "", value = ""] of headers) if (name !== "Status") response.setHeader(name, value);
    response.writeHead(Number.parseInt(status, 10));
    response.write(head.subarray(end + 4));
    head = null;
  });
  child.on("close", () => response.end());
  response.on("close", () => child.kill());
}
