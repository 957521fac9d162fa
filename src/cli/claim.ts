/** A claim of a folder: a socket that listens as long as its process lives, so that a killed one leaves no claim. */
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** Longer ones do not fit into a socket's address. */
const LONGEST_ADDRESS = 100;

/**
 * @param name of what is claimed in the folder, which is there.
 * @returns how to give it back; null where a living process has it. @throws where no socket can be made there.
 */
export async function claim(folder: string, name: string): Promise<(() => Promise<void>) | null> {
  const address = addressIn(folder, name);
  const server = createServer((socket) => socket.destroy());
  if (!(await mayListen(server, address))) {
    if (await isAnswered(address)) return null;
    // Left by one that was killed.
    await rm(address, { force: true });
    if (!(await mayListen(server, address))) return null;
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Whether a living process has it. */
export function isClaimed(folder: string, name: string): Promise<boolean> {
  return isAnswered(addressIn(folder, name));
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
function addressIn(folder: string, name: string): string {
  const within = path.join(folder, `${name}.sock`);
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
