/**
 * A data folder has one operator: two of `local` would each write their own objects and journal over the other's.
 * The claim is a socket in the folder that listens as long as its process lives, so that a killed one leaves no claim.
 */
import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigError } from "../config.ts";

/** Longer ones do not fit into a socket's address. */
const LONGEST_ADDRESS = 100;

/** @returns how to give it back. @throws ConfigError where another operator has it. */
export async function claimDataFolder(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const address = addressIn(dataDir);
  if (await isAnswered(address)) {
    throw new ConfigError(
      `another operator uses ${dataDir}: stop it, or give this one a folder of its own with --data-dir (GASTOWN_DATA_DIR)`,
    );
  }
  await rm(address, { force: true });
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, resolve);
  });
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** In the folder itself, where people find it; where its name is too long, under one that is made of it. */
function addressIn(dataDir: string): string {
  const within = path.join(dataDir, "claim.sock");
  if (Buffer.byteLength(within) <= LONGEST_ADDRESS) return within;
  const digest = createHash("sha256").update(within).digest("hex").slice(0, 32);
  return path.join(tmpdir(), `gastown-operator-${digest}.sock`);
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
