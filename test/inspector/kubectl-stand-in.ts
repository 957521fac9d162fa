#!/usr/bin/env node
/**
 * Stands for kubectl and for the cluster behind it: lists what the folder beside it holds, and forwards a port to an
 * inspector on this machine. kubectl's own words and exit codes.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";

const folder = process.env["KUBECTL_STAND_IN"] ?? "";
const args = process.argv.slice(2);
appendFileSync(path.join(folder, "calls"), `${args.join(" ")}\n`);

function get(): void {
  const kind =
    args.find((word) => word === "pods" || word.startsWith("leases")) === "pods" ? "pods" : "leases";
  process.stdout.write(readFileSync(path.join(folder, `${kind}.json`), "utf8"));
}

function forward(): void {
  const target = Number(readFileSync(path.join(folder, "target"), "utf8"));
  const server = createServer((client) => {
    const pod = connect(target, "127.0.0.1");
    client.pipe(pod).pipe(client);
    for (const socket of [client, pod]) socket.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    appendFileSync(path.join(folder, "pids"), `${process.pid}\n`);
    process.stdout.write(`Forwarding from 127.0.0.1:${port} -> 8081\n`);
  });
}

if (args.includes("port-forward")) forward();
else get();
