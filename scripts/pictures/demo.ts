/** A demo that runs, and a browser to look at it. */
import { spawn } from "node:child_process";
import path from "node:path";
import type { Readable } from "node:stream";
import { chromium, type Browser } from "playwright-core";

const ROOT = path.join(import.meta.dirname, "..", "..");

export interface Demo {
  /** Of its inspector. */
  readonly url: string;
  /** Resolves when its story is told. */
  readonly told: Promise<void>;
  stop(): void;
}

export async function startDemo(): Promise<Demo> {
  const demo = spawn(process.execPath, ["src/main.ts", "demo", "--inspector-address", "127.0.0.1:0"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = textOf(demo.stdout);
  try {
    const url = await said.has(/http:\S+\/inspector\//);
    return { url, told: said.has(/^\d+ beads closed/m).then(() => undefined), stop: () => void demo.kill() };
  } catch (error) {
    demo.kill();
    throw error;
  }
}

interface Text {
  /** Resolves with what matches, once it is there. @throws where the output ends without it. */
  has(pattern: RegExp): Promise<string>;
}

/** Read to its end: a closed pipe would end the demo. */
function textOf(output: Readable): Text {
  let text = "";
  output.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  return {
    has: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(text)?.[0];
          if (found !== undefined) resolve(found);
        };
        output.on("data", look);
        output.once("end", () => reject(new Error(`the demo ended: ${text}`)));
        look();
      }),
  };
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}
