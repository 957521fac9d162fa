import { apiCluster, base64, kubeconfig, token, type Case, type Given } from "./case.ts";
import type { World } from "./world.ts";

const withUser =
  (user: (world: World) => object, files: Given["files"] = {}) =>
  (world: World) => ({
    files: { config: kubeconfig(apiCluster(world), user(world)), ...files },
  });

/** At one of the fronts instead of the API itself. */
const atFront =
  (
    name: keyof World["ports"],
    user: (world: World) => object,
    files: (world: World) => Given["files"] = () => ({}),
  ) =>
  (world: World) => ({
    files: {
      config: kubeconfig(
        { ...apiCluster(world), server: `https://127.0.0.1:${world.ports[name]}` },
        user(world),
      ),
      ...files(world),
    },
  });

export const userCases: readonly Case[] = [
  { name: "a token", given: withUser(token), verdict: "works" },
  {
    name: "a token that is refused",
    given: withUser(() => ({ token: "old" })),
    verdict: /401.*Log in again/,
  },
  { name: "nobody", given: withUser(() => ({})), verdict: /401/ },
  {
    name: "a tokenFile beside the kubeconfig",
    given: (world) =>
      withUser(() => ({ tokenFile: "secret/token" }), { "secret/token": `${world.api.token}\n` })(world),
    verdict: "works",
  },
  {
    name: "a tokenFile before a token",
    given: (world) =>
      withUser(() => ({ token: "old", tokenFile: "token" }), { token: world.api.token })(world),
    verdict: "works",
  },
  {
    name: "a tokenFile that is missing",
    given: withUser(() => ({ tokenFile: "token" })),
    verdict: /token: ENOENT/,
  },
  {
    name: "name and password",
    given: atFront("password", () => ({ username: "me", password: "pass" })),
    verdict: "works",
  },
  {
    name: "a token and a password",
    given: withUser(({ api }) => ({ token: api.token, username: "me", password: "pass" })),
    verdict: /both a token and a username/,
  },
  {
    name: "another user and groups to act as",
    given: atFront("jane", ({ api }) => ({
      token: api.token,
      as: "jane",
      "as-groups": ["dev", "ops"],
      "as-user-extra": { "example.org/team": ["red"] },
    })),
    verdict: "works",
  },
  {
    name: "groups to act as without a user",
    given: withUser(({ api }) => ({ token: api.token, "as-groups": ["dev"] })),
    verdict: /as-groups.* without as/,
  },
  {
    name: "a client certificate",
    given: atFront("certificates", ({ client }) => ({
      "client-certificate-data": base64(client.cert),
      "client-key-data": base64(client.key),
    })),
    verdict: "works",
  },
  {
    name: "a client certificate beside the kubeconfig",
    given: atFront(
      "certificates",
      () => ({ "client-certificate": "pki/me.crt", "client-key": "pki/me.key" }),
      ({ client }) => ({ "pki/me.crt": client.cert, "pki/me.key": client.key }),
    ),
    verdict: "works",
  },
  {
    name: "a client certificate without its key",
    given: atFront("certificates", ({ client }) => ({ "client-certificate-data": base64(client.cert) })),
    verdict: /client-certificate without a client-key/,
  },
  {
    name: "a client certificate with garbage for a key",
    given: atFront("certificates", ({ client }) => ({
      "client-certificate-data": base64(client.cert),
      "client-key-data": base64("key"),
    })),
    verdict: /certificates of the kubeconfig cannot be used/,
  },
  {
    name: "an auth-provider that is gone",
    given: withUser(() => ({ "auth-provider": { name: "gcp" } })),
    verdict: /auth-provider "gcp"/,
  },
];
