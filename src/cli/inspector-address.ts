/** Addresses of an inspector and of tools beside it, as people give them. */
import { ConfigError } from "../settings/index.ts";

/** The page of the inspector at an address. @throws ConfigError */
export function pageOf(value: string): URL {
  return new URL("/inspector/", addressOf("--url", value, "http"));
}

/** @throws ConfigError */
export function addressOf(flag: string, value: string, scheme: "http" | "ws"): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url !== null && [`${scheme}:`, `${scheme}s:`].includes(url.protocol)) return url;
  throw new ConfigError(
    `${flag} is ${JSON.stringify(value)}: it takes an address such as ${scheme}://localhost:8080`,
  );
}
