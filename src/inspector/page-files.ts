/** The built page: its files in memory, compressed once. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** In a checkout, and beside the bundle. */
const PLACES = ["../../inspector-ui/dist", "./inspector"];

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  readonly gzipped: Buffer;
  /** Named after its content: it never changes. */
  readonly isFinal: boolean;
}

export type PageFiles = ReadonlyMap<string, PageFile>;

/** Files by their path below /inspector/; empty where the page was never built. */
export function readPageFiles(folder = builtFolder()): PageFiles {
  if (folder === null) return new Map();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(
    names.flatMap((name) => {
      const type = TYPES[path.extname(name)];
      if (type === undefined) return [];
      const body = readFileSync(path.join(folder, name));
      const key = name.split(path.sep).join("/");
      return [[key, { type, body, gzipped: gzipSync(body), isFinal: key.startsWith("assets/") }] as const];
    }),
  );
}

/** Read when somebody asks for the first of them: most operators are never looked at. */
export function pageFilesOnce(given: PageFiles | undefined): () => PageFiles {
  let files = given;
  return () => (files ??= readPageFiles());
}

function builtFolder(): string | null {
  const places = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(path.join(place, "index.html"))) ?? null;
}
