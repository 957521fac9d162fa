/** etcd and kube-apiserver on the loopback, with the operator's definitions installed. */
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { kubeconfigOf } from "embedded-kube/testing";
import { Admin } from "./admin.ts";
import { AUDIT_POLICY, AuditLog } from "./audit.ts";
import { findBinaries, HOW_TO_GET, type Binaries } from "./binaries.ts";
import { createAuthority, servingCertificate, signingKey, type Certificate } from "./certificates.ts";
import { Daemon } from "./daemon.ts";
import { installDefinitions } from "./definitions.ts";
import { Etcd } from "./etcd.ts";
import { freePort } from "./ports.ts";

export interface ControlPlaneOptions {
  /** Everything goes below it; removed at the end. */
  readonly folder: string;
  readonly definitions: readonly unknown[];
}

/** What service accounts' tokens say of who issued them. */
export const ISSUER = "https://kubernetes.default.svc";

export class ControlPlane {
  readonly port: number;
  readonly url: string;
  /** Of somebody in system:masters. */
  readonly token = randomBytes(24).toString("hex");
  readonly accountKey = signingKey();
  readonly kubeconfigPath: string;
  readonly etcd: Etcd;
  readonly audit: AuditLog;
  admin: Admin;
  readonly #folder: string;
  readonly #binaries: Binaries;
  #authority: Certificate;
  #server: Daemon | undefined;

  private constructor(
    folder: string,
    binaries: Binaries,
    etcd: Etcd,
    { port, authority }: { readonly port: number; readonly authority: Certificate },
  ) {
    this.#folder = folder;
    this.#binaries = binaries;
    this.port = port;
    this.#authority = authority;
    this.etcd = etcd;
    this.url = `https://127.0.0.1:${port}`;
    this.kubeconfigPath = path.join(folder, "kubeconfig");
    this.audit = new AuditLog(path.join(folder, "audit.log"));
    this.admin = new Admin(this.url, this.token, authority.cert);
  }

  /** @throws Error that says how to get the programs where they are missing. */
  static async start({ folder, definitions }: ControlPlaneOptions): Promise<ControlPlane> {
    const binaries = findBinaries();
    if (binaries === undefined) throw new Error(`kube-apiserver and etcd are missing: ${HOW_TO_GET}`);
    mkdirSync(folder, { recursive: true });
    const etcd = await Etcd.start(binaries.etcd, folder);
    const port = await freePort();
    const plane = new ControlPlane(folder, binaries, etcd, {
      port,
      authority: await createAuthority("ca-1"),
    });
    try {
      await plane.#writeFiles();
      await plane.startServer();
      await installDefinitions(plane.admin, definitions);
      return plane;
    } catch (error) {
      await plane.#end();
      throw error;
    }
  }

  get ca(): string {
    return this.#authority.cert;
  }

  get server(): Daemon {
    if (this.#server === undefined) throw new Error("the API server was not started yet");
    return this.#server;
  }

  /** Starts the API server, again after its end; resolves when it is ready. */
  async startServer(): Promise<void> {
    this.#server = new Daemon(this.#binaries.kubeApiserver, this.#args(), this.#file("kube-apiserver.log"));
    await this.#server.ready(
      // The namespace comes a moment after /readyz.
      async () => (await this.admin.isThere("/readyz")) && this.admin.isThere("/api/v1/namespaces/default"),
    );
  }

  /** Another authority, as after its rotation: from the next start on nobody who trusts the old one trusts the server. */
  async rotateAuthority(): Promise<void> {
    this.#authority = await createAuthority(`ca-${Date.now()}`);
    await this.#writeCertificate();
    await this.admin.close();
    this.admin = new Admin(this.url, this.token, this.ca);
    this.writeKubeconfig(this.kubeconfigPath, this.token);
  }

  /** @param url of a proxy in between, where there is one. */
  writeKubeconfig(file: string, token: string, url = this.url): void {
    writeFileSync(file, kubeconfigOf({ url, token, ca: this.ca }), { mode: 0o600 });
  }

  /** Ends both processes and removes what they have stored. */
  async stop(): Promise<void> {
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    await this.admin.close();
    await Promise.all([this.#server?.kill(), this.etcd.daemon.kill()]);
  }

  async #writeFiles(): Promise<void> {
    this.#write("tokens.csv", `${this.token},admin,admin,"system:masters"\n`);
    this.#write("accounts.key", this.accountKey.key);
    this.#write("accounts.pub", this.accountKey.publicKey);
    this.#write("audit.yaml", AUDIT_POLICY);
    this.writeKubeconfig(this.kubeconfigPath, this.token);
    await this.#writeCertificate();
  }

  async #writeCertificate(): Promise<void> {
    const { key, cert } = await servingCertificate(this.#authority);
    this.#write("server.key", key);
    this.#write("server.crt", cert);
  }

  #args(): readonly string[] {
    return [
      ...["--etcd-servers", this.etcd.url],
      ...["--bind-address", "127.0.0.1", "--advertise-address", "127.0.0.1"],
      ...["--secure-port", String(this.port)],
      ...["--tls-cert-file", this.#file("server.crt"), "--tls-private-key-file", this.#file("server.key")],
      ...["--token-auth-file", this.#file("tokens.csv")],
      "--anonymous-auth=false",
      ...["--authorization-mode", "RBAC"],
      ...["--service-account-issuer", ISSUER],
      ...["--service-account-key-file", this.#file("accounts.pub")],
      ...["--service-account-signing-key-file", this.#file("accounts.key")],
      ...["--service-cluster-ip-range", "10.0.0.0/24"],
      ...["--endpoint-reconciler-type", "none"],
      ...["--audit-policy-file", this.#file("audit.yaml"), "--audit-log-path", this.audit.file],
    ];
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }

  #write(name: string, text: string): void {
    writeFileSync(this.#file(name), text, { mode: 0o600 });
  }
}
