import type { RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";

/** The token of the auth-provider `oidc`, renewed by its refresh token: client-node knows how. */
export class OidcToken {
  readonly #config = new KubeConfig();

  constructor(config: Readonly<Record<string, string>>) {
    this.#config.loadFromClusterAndUser(
      { name: "cluster", server: "https://localhost", skipTLSVerify: false },
      { name: "user", authProvider: { name: "oidc", config: { ...config } } },
    );
  }

  /** @returns undefined without a token that is still valid, and without what it takes to renew it. */
  async token(): Promise<string | undefined> {
    const options: RequestOptions = {};
    await this.#config.applyToHTTPSOptions(options);
    const headers: unknown = options.headers;
    const shown = headers instanceof Object && "Authorization" in headers ? headers.Authorization : undefined;
    return typeof shown === "string" ? shown.replace(/^Bearer /, "") : undefined;
  }
}
