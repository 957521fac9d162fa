/** What hostile clients say to a server: conversations in raw bytes, drawn from a grammar by a seed. */
import { createHash } from "node:crypto";
import type { Chance } from "@gastown/testing";

/** What a client does on one connection. */
export interface Conversation {
  /** Sent one after another, each in a packet of its own. */
  readonly packets: readonly Buffer[];
  /** Between two packets, ms. */
  readonly pauseMs: number;
  readonly ending: "finish" | "reset" | "hold";
}

const METHODS = [
  "GET",
  "GET",
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "CONNECT",
  "TRACE",
  "get",
  "",
  "\0",
  "PRI",
];
const VERSIONS = [
  "HTTP/1.1",
  "HTTP/1.1",
  "HTTP/1.1",
  "HTTP/1.0",
  "HTTP/2.0",
  "HTTP/9.9",
  "HTTP",
  "",
  "RTSP/1.0",
];
const ENDS = ["\r\n", "\r\n", "\r\n", "\n", "\r", "\n\r", ""];
const TARGETS = [
  ...[
    "//",
    "///",
    "//@",
    "//[",
    "//a:b@",
    "/\\",
    "*",
    "",
    " ",
    "http://",
    "http://[",
    "https://a:99999/",
    "?",
    "#",
    "/%",
    "/%zz",
    "/%00",
  ],
  ...[
    "/metrics",
    "/healthz",
    "/readyz",
    "/inspector/",
    "/inspector/stream",
    "/inspector/stream?actor=%",
    "/inspector/stream?resume=x:1",
  ],
  ...[
    "/inspector/journal",
    "/inspector/journal?limit=-1&after=9e99",
    "/inspector/journal?actor=%00",
    "/inspector/calls?actor=[",
  ],
  ...[
    "/inspector/peek/a/%ff",
    "/inspector/peek/%/b",
    "/inspector/stately",
    "/inspector/../../etc/passwd",
    "/inspector/__proto__",
  ],
  ...[
    "/api/v1/namespaces",
    "/api/v1/namespaces?watch=true&timeoutSeconds=-1",
    "/api/v1/%ff",
    "/apis",
    "/openapi/v2",
    "/openapi/v3",
  ],
  ...[
    "/apis/gastown.gastown.io/v1alpha1/polecats?limit=x&continue=%",
    "/apis/gastown.gastown.io/v1alpha1/polecats?watch=1",
  ],
  ...[
    "/apis/gastown.gastown.io/v1alpha1/namespaces/default/polecats?fieldSelector=%00&labelSelector=((",
    "/apis///",
    "/api/v1//",
  ],
];
const HOSTS = [
  "127.0.0.1",
  "localhost:1",
  "[::1]",
  "evil.example",
  "",
  ":",
  "[",
  "a b",
  "\u00ff",
  "127.0.0.1, evil",
];
const HEADERS = [
  "content-length: -1",
  "content-length: 5",
  "content-length: 99999999999999999999",
  "content-length: 1\r\ncontent-length: 2",
  "transfer-encoding: chunked",
  "transfer-encoding: chunked, gzip",
  "transfer-encoding: chunked\r\ncontent-length: 3",
  "expect: 100-continue",
  "expect: 999-x",
  "upgrade: websocket\r\nconnection: upgrade",
  "upgrade: h2c\r\nconnection: upgrade, http2-settings",
  "connection: close",
  "connection: keep-alive, \0",
  "accept-encoding: gzip",
  "accept: */*;as=Table;g=meta.k8s.io;v=v1",
  "accept: ,;=",
  "origin: http://evil.example",
  "origin: null",
  "cookie: gastown-inspector=%",
  "authorization: Bearer %",
  "last-event-id: \u0001",
  "content-type: application/json",
  "content-type: application/apply-patch+yaml",
  "sec-fetch-site: cross-site",
  "range: bytes=0-",
  "te: trailers",
  " folded",
  "no colon",
  ": no name",
  "a\0b: c",
  "\u00e9: \u00e9",
] as const;
const BODIES = [
  "",
  "{",
  "[]",
  "null",
  '{"kind":"Namespace","metadata":{}}',
  "5\r\nhello\r\n0\r\n\r\n",
  "zz\r\n",
  "ffffffffffffffff\r\n",
  "a: &a [*a]",
  "\0\u00ff",
];

export function converse(chance: Chance, authorization: string): Conversation {
  const bytes = chance.happens(0.05) ? noise(chance, 200) : conversation(chance, authorization);
  const whole = chance.happens(0.25) ? bytes.subarray(0, chance.below(bytes.length + 1)) : bytes;
  const isSlow = chance.happens(0.1);
  return {
    packets: isSlow ? bytewise(whole, 12) : pieces(chance, whole),
    pauseMs: isSlow ? 2 : 0,
    ending: chance.pick(["finish", "reset", "hold"]),
  };
}

function conversation(chance: Chance, authorization: string): Buffer {
  if (chance.happens(0.3)) return Buffer.concat([upgrade(chance), ...frames(chance)]);
  if (chance.happens(0.05))
    return Buffer.from(request(chance, authorization).repeat(1 + chance.below(60)), "latin1");
  return Buffer.from(request(chance, authorization), "latin1");
}

function request(chance: Chance, authorization: string): string {
  const end = chance.pick(ENDS);
  const target = chance.happens(0.03) ? `/${"a".repeat(chance.below(40_000))}` : chance.pick(TARGETS);
  const headers = [`host: ${chance.happens(0.7) ? "127.0.0.1" : chance.pick(HOSTS)}`];
  if (chance.happens(0.5)) headers.push(`authorization: Bearer ${authorization}`);
  for (let left = chance.below(5); left > 0; left -= 1) headers.push(chance.pick(HEADERS));
  if (chance.happens(0.03))
    headers.push(...Array.from({ length: 1 + chance.below(3_000) }, (_, at) => `x-${at}: y`));
  if (chance.happens(0.03)) headers.push(`x: ${"y".repeat(chance.below(80_000))}`);
  const line = [chance.pick(METHODS), target, chance.pick(VERSIONS)].join(chance.happens(0.95) ? " " : "\t");
  return [line, ...headers, "", chance.pick(BODIES)].join(end === "" ? "\r\n" : end);
}

/** Most of them are let in by the inspector, so that frames follow; the rest lack one thing or another. */
function upgrade(chance: Chance): Buffer {
  const isGood = chance.happens(0.7);
  const target = isGood ? "/inspector/stately" : chance.pick(TARGETS);
  const key = createHash("md5")
    .update(String(chance.below(1e6)))
    .digest("base64");
  const headers = [
    `host: ${isGood ? "127.0.0.1" : chance.pick(HOSTS)}`,
    "upgrade: websocket",
    "connection: Upgrade",
    `sec-websocket-key: ${chance.happens(0.9) ? key : "short"}`,
    `sec-websocket-version: ${chance.happens(0.9) ? 13 : chance.below(99)}`,
    ...(chance.happens(0.2)
      ? ["sec-websocket-extensions: permessage-deflate; client_max_window_bits=99"]
      : []),
    ...(chance.happens(0.1) ? ["sec-websocket-protocol: ,,"] : []),
    ...(isGood ? [] : [chance.pick(HEADERS)]),
  ];
  return Buffer.from(`GET ${target} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`, "latin1");
}

function frames(chance: Chance): Buffer[] {
  return Array.from({ length: chance.below(6) }, () => frame(chance));
}

/** One frame of a WebSocket: any opcode, reserved bits, with or without mask, of a length that may be a lie. */
function frame(chance: Chance): Buffer {
  const first =
    (chance.happens(0.6) ? 0x80 : 0) | (chance.happens(0.1) ? chance.below(8) << 4 : 0) | chance.below(16);
  const payload = noise(chance, chance.happens(0.05) ? 70_000 : 130);
  const claimed = chance.pick([
    payload.length,
    payload.length,
    payload.length,
    0,
    126,
    65_535,
    2 ** 31,
    2 ** 53,
  ]);
  const masked = chance.happens(0.8) ? 0x80 : 0;
  const head = Buffer.alloc(10);
  head[0] = first;
  let length = 2;
  if (claimed < 126) head[1] = masked | claimed;
  else if (claimed < 65_536) {
    head[1] = masked | 126;
    length = head.writeUInt16BE(claimed, 2);
  } else {
    head[1] = masked | 127;
    length = head.writeBigUInt64BE(BigInt(claimed), 2);
  }
  return Buffer.concat([
    head.subarray(0, length),
    masked === 0 ? Buffer.alloc(0) : noise(chance, 4, 4),
    payload,
  ]);
}

function noise(chance: Chance, most: number, least = 0): Buffer {
  const size = least + chance.below(most - least + 1);
  return Buffer.from(Uint8Array.from({ length: size }, () => chance.below(256)));
}

function bytewise(bytes: Buffer, most: number): Buffer[] {
  const slow = Math.min(most, bytes.length);
  const single = Array.from({ length: slow }, (_, at) => bytes.subarray(at, at + 1));
  return [...single, bytes.subarray(slow)];
}

function pieces(chance: Chance, bytes: Buffer): Buffer[] {
  const at = chance.happens(0.3) ? chance.below(bytes.length + 1) : bytes.length;
  return [bytes.subarray(0, at), bytes.subarray(at)].filter((piece) => piece.length > 0);
}
