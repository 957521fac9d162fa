/** Whose name a request may give. A web page that rebinds its own name to this address is told by its Host header. */
import { isIP } from "node:net";

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * A rebinding needs a name of its own: addresses are safe, and so is the name that is listened on.
 * @param header the Host header. @param listened the host that is listened on; empty for all addresses.
 */
export function isOwnHost(header: string, listened: string): boolean {
  const name = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(header);
  const host = (name?.[1] ?? name?.[2] ?? "").toLowerCase();
  if (isLoopback(host) || host === listened.toLowerCase()) return host !== "";
  return !isLoopback(listened) && isIP(host) !== 0;
}
