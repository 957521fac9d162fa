/** How answers are given: refused in words, compressed where that is taken. */
import type { IncomingMessage, ServerResponse } from "node:http";

export function acceptsGzip({ headers }: IncomingMessage): boolean {
  const codings = (headers["accept-encoding"]?.toString() ?? "").toLowerCase().split(",");
  return codings.some((coding) => {
    const [name, ...parameters] = coding.split(";").map((part) => part.trim());
    // A quality of 0 refuses it.
    return name === "gzip" && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}

export function refuse(response: ServerResponse, status: number, message: string): Promise<void> {
  const isForNow = status === 429 || status === 503;
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    ...(isForNow && { "retry-after": "2" }),
  });
  response.end(`${message}\n`);
  return Promise.resolve();
}
