/** An SSH server of the test's own, on loopback, with keys of its own. */
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { userInfo } from "node:os";
import path from "node:path";
import { expect, onTestFinished } from "vitest";
import { freePort } from "../envtest/ports.ts";
import { emptyFolder } from "./git.ts";

/** sshd starts itself anew for each connection, so it must be called by its whole path. */
const SSHD = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"].find((file) => existsSync(file));

/** In CI a missing server is a failure, not a reason to leave the tests out. */
export const isSshMissing = SSHD === undefined && process.env["CI"] !== "true";
if (isSshMissing) console.warn("left out: remotes over ssh need a server: apt-get install openssh-server");

export interface SshRemote {
  readonly url: string;
  /** As a Secret of type kubernetes.io/ssh-auth is mounted: modes that ssh itself would refuse. */
  readonly secretFolder: string;
  readonly knownHostsFile: string;
  readonly learnedLine: string;
}

export async function serveSsh(repository: string): Promise<SshRemote> {
  if (SSHD === undefined) throw new Error("sshd is missing: apt-get install openssh-server");
  const folder = emptyFolder();
  const [hostKey, key] = ["host", "client"].map((name) => newKey(path.join(folder, name)));
  const port = await freePort();
  const secretFolder = path.join(folder, "secret");
  mkdirSync(secretFolder);
  writeFileSync(path.join(secretFolder, "ssh-privatekey"), readFileSync(key ?? ""));
  chmodSync(path.join(secretFolder, "ssh-privatekey"), 0o644);
  const publicKey = (file: string): string =>
    readFileSync(`${file}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
  const learnedLine = `[127.0.0.1]:${port} ${publicKey(hostKey ?? "")}\n`;
  writeFileSync(path.join(folder, "known_hosts"), learnedLine);
  writeFileSync(path.join(folder, "authorized_keys"), `${publicKey(key ?? "")}\n`);
  const config = {
    ListenAddress: "127.0.0.1",
    Port: String(port),
    HostKey: hostKey ?? "",
    AuthorizedKeysFile: path.join(folder, "authorized_keys"),
    PidFile: "none",
    StrictModes: "no",
    UsePAM: "no",
    PasswordAuthentication: "no",
    PermitRootLogin: "prohibit-password",
    // The machine's own settings of git are none of the remote's.
    SetEnv: "GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1",
  };
  const file = path.join(folder, "sshd_config");
  writeFileSync(
    file,
    Object.entries(config)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(""),
  );
  // As root it gives up rights in this folder, which a service manager would have made.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const server = spawn(SSHD, ["-D", "-e", "-f", file], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  onTestFinished(() => void server.kill());
  await expect.poll(() => isListening(port), { message: said }).toBe(true);
  return {
    url: `ssh://${userInfo().username}@127.0.0.1:${port}${repository}`,
    secretFolder,
    knownHostsFile: path.join(folder, "known_hosts"),
    learnedLine,
  };
}

function newKey(file: string): string {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file]);
  return file;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
