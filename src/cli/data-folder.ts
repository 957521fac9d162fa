/**
 * A data folder has one operator: two of `local` would each write their own objects and journal over the other's.
 * The claim is a socket in the folder that listens as long as its process lives, so that a killed one leaves no claim.
 */
import { createHash } from "node:crypto";
import { mkdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigError } from "../settings/index.ts";
import { fileOf, troubleWith } from "@gastown/system";

/** Longer ones do not fit into a socket's address. */
const LONGEST_ADDRESS = 100;

/** Makes the folder and those above it where they are missing. @throws ConfigError that names what keeps it from being made. */
export function makeDataFolder(dataDir: string): void {
  try {
    makeFolders(dataDir);
  } catch (error) {
    const folder = fileOf(error, dataDir);
    throw new ConfigError(
      `the data folder ${dataDir} cannot be made, ${troubleWith(folder, error)}; or choose another with --data-dir (GASTOWN_DATA_DIR)`,
      { cause: error },
    );
  }
}

/**
 * Not node's own recursive mkdir: that one never returns where the system answers ENOENT below a folder that is there, as
 * it does in /proc and in a working folder that was removed.
 */
function makeFolders(folder: string): void {
  if (isFolder(folder)) return;
  const parent = path.dirname(folder);
  if (!isFolder(parent) && parent !== folder) makeFolders(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it just now.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** @returns how to give it back. @throws ConfigError where another operator has it, or it cannot be made. */
export async function claimDataFolder(dataDir: string): Promise<() => Promise<void>> {
  makeDataFolder(dataDir);
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
