/**
 * The address of the remote, without the login that may stand in it: an argv can be seen, and git writes addresses into its
 * messages. Transports that run a command by their address (`ext::`) are none.
 */

export type Transport = "file" | "http" | "ssh";

export interface RemoteAddress {
  readonly transport: Transport;
  /** As git gets it. */
  readonly url: string;
  /** Of an HTTP URL that has one. */
  readonly login: Login | null;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** `user@host:path`, as git reads it: no slash before the first colon. */
const SCP = /^(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9.[\]_-][A-Za-z0-9.[\]:_-]*:[^\s:]/;

/** @returns null where it is no address of a repository that can be pushed to. */
export function parseAddress(text: string): RemoteAddress | null {
  if (/\p{Cc}/u.test(text)) return null;
  if (text.startsWith("/")) return { transport: "file", url: text, login: null };
  if (/^https?:\/\//i.test(text)) return httpAddress(text);
  if (/^ssh:\/\/(?!-)/i.test(text)) return { transport: "ssh", url: text, login: null };
  if (/^file:\/\/\//i.test(text)) return { transport: "file", url: text, login: null };
  if (text.includes("::") || text.includes("://") || !SCP.test(text)) return null;
  return { transport: "ssh", url: text, login: null };
}

function httpAddress(text: string): RemoteAddress | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  url.username = "";
  url.password = "";
  const login = username === "" && password === "" ? null : loginOf(username, password);
  return { transport: "http", url: url.href, login };
}

/** Hosts take a token for a password under any name, and some take it for the name. */
function loginOf(username: string, password: string): Login {
  return { username: username === "" ? "git" : username, password };
}
