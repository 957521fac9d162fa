/** The target of a request: the second word of its first line. */

export interface RequestTarget {
  /** As it was sent, with its escapes; begins with `/`. */
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
}

/**
 * Never throws. Not by `new URL`, which throws for `//` and takes what follows two slashes for a host.
 * @returns null for what is no path: `*`, `example.com:443`, or an empty text.
 */
export function parseTarget(url: string | undefined): RequestTarget | null {
  const path = withoutOrigin(url ?? "");
  if (!path.startsWith("/")) return null;
  const [reference = ""] = path.split("#", 1);
  const query = reference.indexOf("?");
  if (query < 0) return { pathname: reference, searchParams: new URLSearchParams() };
  return {
    pathname: reference.slice(0, query),
    searchParams: new URLSearchParams(reference.slice(query + 1)),
  };
}

/** A client that takes the listener for a proxy sends `http://host/path`; its Host header is what is judged. */
function withoutOrigin(url: string): string {
  const origin = /^https?:\/\/[^/?#]*/i.exec(url);
  if (origin === null) return url;
  const path = url.slice(origin[0].length);
  return path.startsWith("/") ? path : `/${path}`;
}
