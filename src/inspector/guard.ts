/**
 * The guard: who may ask. On loopback only this machine reaches the port, but so does every web page in its browser:
 * Host tells a page that rebound its own name to 127.0.0.1, Origin and Sec-Fetch-Site one that reaches across.
 * On any other address a token is needed as well.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isOwnHost } from "@gastown/listener";

export interface GuardOptions {
  /** The host that is listened on; empty for all addresses. */
  readonly host: string;
  /** Null on loopback only. */
  readonly token: string | null;
}

export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
}

export const TOKEN_COOKIE = "gastown-inspector";

/** All that a link from elsewhere may open. */
const PAGE_PATHS: readonly string[] = ["/", "/inspector", "/inspector/"];

/** @param pathname of the request. @returns null where it may go on. */
export function refusal(
  options: GuardOptions,
  pathname: string,
  { headers, method }: IncomingMessage,
): Refusal | null {
  const host = headers.host ?? "";
  if (!isOwnHost(host, options.host)) {
    return { status: 403, message: `${JSON.stringify(host)} is not a name of this inspector` };
  }
  if (isFromElsewhere(headers, host, PAGE_PATHS.includes(pathname))) {
    return { status: 403, message: "requests from other sites are refused" };
  }
  if (method !== "GET" && method !== "HEAD") return { status: 403, message: "the inspector only reads" };
  if (options.token !== null && !bearsToken(headers, options.token)) {
    return { status: 401, message: "give the token: open /inspector/?token=…, or send it as a bearer token" };
  }
  return null;
}

/** True where the two are the same text; the time tells nothing about where they differ. */
export function isSameToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** A link from elsewhere may open the page, and only that: no script, no frame, no stream, no download, no call of gt. */
function isFromElsewhere(headers: IncomingHttpHeaders, host: string, isPage: boolean): boolean {
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) return true;
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return false;
  return !isPage || headers["sec-fetch-mode"] !== "navigate" || headers["sec-fetch-dest"] !== "document";
}

function bearsToken(headers: IncomingHttpHeaders, token: string): boolean {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  const cookie = new RegExp(`(?:^|;\\s*)${TOKEN_COOKIE}=([^;]+)`).exec(headers.cookie ?? "")?.[1];
  return [bearer, cookie === undefined ? undefined : safeDecode(cookie)].some(
    (given) => given !== undefined && isSameToken(given, token),
  );
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
