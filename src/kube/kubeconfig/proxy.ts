/**
 * Which proxy leads to a server, by the rules of Go's net/http, which are kubectl's: `proxy-url` of the cluster, else
 * HTTPS_PROXY or HTTP_PROXY of the environment unless NO_PROXY excepts the server, and never one to the loopback.
 *
 * undici's EnvHttpProxyAgent and the packages on npm know neither networks (10.0.0.0/8) in NO_PROXY nor the loopback.
 */
import { BlockList, isIP } from "node:net";
import { KubeConfigError } from "../errors.ts";
import type { Environment } from "./target.ts";

const schemes: ReadonlySet<string> = new Set(["http:", "https:", "socks5:"]);

/** @throws KubeConfigError for a proxy that nobody could go through. */
export function proxyFor(
  server: URL,
  proxyUrl: string | undefined,
  environment: Environment,
): URL | undefined {
  if (proxyUrl !== undefined) return checked("proxy-url of the kubeconfig", proxyUrl, parsed(proxyUrl));
  const name = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const value = either(environment, name);
  if (value === undefined || !isProxied(server, either(environment, "NO_PROXY") ?? "")) return undefined;
  const url = parsed(value);
  // A proxy's name and port are enough in the environment.
  return checked(`variable ${name}`, value, url?.host ? url : parsed(`http://${value}`));
}

/** A proxy for messages: without its user and password. */
export function withoutPassword(proxy: URL): string {
  return `${proxy.protocol}//${proxy.host}`;
}

function either(environment: Environment, name: string): string | undefined {
  return [environment[name], environment[name.toLowerCase()]].find(
    (value) => value !== undefined && value !== "",
  );
}

function parsed(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}

function checked(source: string, value: string, url: URL | undefined): URL {
  if (url !== undefined && schemes.has(url.protocol) && url.host !== "") return url;
  const shown = value.replace(/\/\/[^@/]*@/, "//");
  throw new KubeConfigError(
    `the ${source} is "${shown}": it takes an address that begins with http://, https:// or socks5://`,
  );
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

function isProxied(server: URL, noProxy: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/g, "");
  const port = server.port === "" ? (server.protocol === "https:" ? "443" : "80") : server.port;
  if (host === "localhost" || isIn(loopback, host)) return false;
  const excepted = noProxy.split(",").map((entry) => entry.trim().toLowerCase());
  return !excepted.some((entry) => entry !== "" && isExcepted(entry, host, port));
}

/** `*`, a network, an address or a domain (itself and below; only below with a dot first), the last two perhaps with a port. */
function isExcepted(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  const network = /^(.+)\/(\d+)$/.exec(entry);
  if (network !== null) return isIn(networkOf(network[1] ?? "", Number(network[2])), host);
  const [, name = "", onlyPort = ""] =
    /^(.*?)(?::(\d+))?$/.exec(isIP(entry) === 0 ? entry : `[${entry}]`) ?? [];
  if (onlyPort !== "" && onlyPort !== port) return false;
  const address = name.replace(/^\[|\]$/g, "");
  if (isIP(address) !== 0) return isIn(networkOf(address), host);
  if (isIP(host) !== 0 || name === "") return false;
  const domain = name.replace(/^\*\./, ".");
  return domain.startsWith(".") ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function networkOf(address: string, prefix?: number): BlockList {
  const list = new BlockList();
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const widest = family === "ipv6" ? 128 : 32;
  if (isIP(address) === 0 || (prefix ?? widest) > widest) return list;
  list.addSubnet(address, prefix ?? widest, family);
  return list;
}

function isIn(list: BlockList, host: string): boolean {
  return isIP(host) !== 0 && list.check(host, isIP(host) === 6 ? "ipv6" : "ipv4");
}
