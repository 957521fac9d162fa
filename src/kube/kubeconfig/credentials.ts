import { textOf } from "./text-file.ts";
import type { OidcToken } from "./oidc.ts";
import { pemOf } from "./material.ts";
import { askPlugin, type PluginCredential } from "./plugin.ts";
import type { Environment, Identity, Login } from "./target.ts";

/** What one request shows of who we are. */
export interface Shown {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
}

/** The credentials of one user, valid at the moment of asking. */
export class Credentials {
  readonly #user: Identity;
  readonly #environment: Environment;
  readonly #now: () => number;
  #fromPlugin: PluginCredential | undefined;
  #fileToken: string | undefined;
  #oidc: OidcToken | undefined;

  constructor(user: Identity, environment: Environment, now: () => number) {
    this.#user = user;
    this.#environment = environment;
    this.#now = now;
  }

  /** @throws what the file system, the plugin or the identity provider had to say. */
  async ask(): Promise<Shown> {
    const { certificate, login } = this.#user;
    const own = certificate && { cert: pemOf(certificate.cert), key: pemOf(certificate.key) };
    const plugin = login.by === "plugin" ? await this.#plugin(login) : undefined;
    const authorization =
      plugin?.token === undefined ? await this.#authorization() : `Bearer ${plugin.token}`;
    return {
      headers: authorization === undefined ? {} : { authorization },
      certificate: own ?? plugin?.certificate,
    };
  }

  async #authorization(): Promise<string | undefined> {
    const { login } = this.#user;
    switch (login.by) {
      case "token":
        return bearer(this.#rotating(login.file) ?? login.token);
      case "password":
        return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
      case "oidc":
        return bearer(await (await this.#provider(login.config)).token());
      case "plugin":
      case "nothing":
        return undefined;
      default:
        return login satisfies never;
    }
  }

  /** Loaded for those who log in this way only: client-node takes more memory than the rest of the operator's code. */
  async #provider(config: Readonly<Record<string, string>>): Promise<OidcToken> {
    const { OidcToken } = await import("./oidc.ts");
    return (this.#oidc ??= new OidcToken(config));
  }

  /** Read each time, for it rotates. One that is away for a moment leaves the last token. */
  #rotating(file: string | undefined): string | undefined {
    if (file === undefined) return undefined;
    try {
      // A token file ends with a newline, which no header may contain.
      this.#fileToken = textOf(file).trim();
    } catch (error) {
      if (this.#fileToken === undefined) throw error;
    }
    return this.#fileToken;
  }

  async #plugin({ plugin }: Extract<Login, { by: "plugin" }>): Promise<PluginCredential> {
    if (this.#fromPlugin === undefined || this.#now() > this.#fromPlugin.expiresAt) {
      this.#fromPlugin = await askPlugin(plugin, this.#environment);
    }
    return this.#fromPlugin;
  }
}

function bearer(token: string | undefined): string | undefined {
  return token === undefined || token === "" ? undefined : `Bearer ${token}`;
}
