/**
 * A data folder has one operator: two of `local` would each write their own objects and journal over the other's.
 * The claim is a socket in the folder that listens as long as its process lives, so that a killed one leaves no claim.
 */
import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigError } from "../config.ts";

/** Longer ones do not fit into a socket's address. */
const LONGEST_ADDRESS = 100;

/** @returns how to give it back. @throws ConfigError where another operator has it. */
export async function claimDataFolder(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const address = addressIn(dataDir);
  const server = createServer((socket) => socket.destroy());
  if (!(await mayListen(server, address))) {
    if (await isAnswered(address)) {
      throw new ConfigError(
        `another operator uses ${dataDir}: stop it, or give this one a folder of its own with --data-dir (GASTOWN_DATA_DIR)`,
      );
    }
    // Left by one that was killed.
    await rm(address, { force: true });
    if (!(await mayListen(server, address)))
      throw new ConfigError(`another operator has just taken ${dataDir}`);
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** @returns false where the address is taken. @throws what else is wrong with it. */
function mayListen(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error);
    server.once("error", refuse);
    server.listen(address, () => {
      server.off("error", refuse);
      resolve(true);
    });
  });
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
