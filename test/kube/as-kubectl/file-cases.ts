import { apiCluster, kubeconfig, one, token, type Case } from "./case.ts";
import type { World } from "./world.ts";

const valid = (world: World): string => JSON.stringify(kubeconfig(apiCluster(world), token(world)));

export const fileCases: readonly Case[] = [
  {
    name: "HOME's kubeconfig without KUBECONFIG",
    given: (world) => ({
      files: { ".kube/config": kubeconfig(apiCluster(world), token(world)) },
      env: { KUBECONFIG: "" },
    }),
    verdict: "works",
  },
  {
    name: "a list with a missing and an empty file, and the parts in several",
    given: (world) => ({
      files: {
        empty: "",
        users: { users: [{ name: "me", user: token(world) }] },
        config: kubeconfig(apiCluster(world), { token: "not this one" }),
      },
      env: { KUBECONFIG: "FOLDER/none:FOLDER/empty:FOLDER/users:FOLDER/config" },
    }),
    verdict: "works",
  },
  {
    name: "a list whose second file has a user of the same name",
    given: (world) => ({
      files: {
        config: kubeconfig(apiCluster(world), token(world)),
        users: { "current-context": "there", users: [{ name: "me", user: { token: "old", username: "x" } }] },
      },
      env: { KUBECONFIG: "FOLDER/config:FOLDER/users" },
    }),
    verdict: "works",
  },
  {
    name: "a list with a file that cannot be read",
    given: (world) => ({
      files: { config: kubeconfig(apiCluster(world), token(world)), bad: "clusters: {{" },
      env: { KUBECONFIG: "FOLDER/config:FOLDER/bad" },
    }),
    verdict: /kubeconfig .*bad cannot be read/,
  },
  {
    name: "nothing but missing files",
    given: () => ({ files: {}, env: { KUBECONFIG: "FOLDER/none:FOLDER/neither" } }),
    verdict: /no file at .*none, .*neither/,
  },
  {
    name: "a file in UTF-16, as PowerShell writes it",
    given: (world) => one(Buffer.from(`\uFEFF${valid(world)}`, "utf16le")),
    verdict: "works",
  },
  {
    name: "a file in UTF-16 whose higher bytes come first",
    given: (world) => one(Buffer.from(`\uFEFF${valid(world)}`, "utf16le").swap16()),
    verdict: "works",
  },
  {
    name: "a file in UTF-8 with a byte order mark",
    given: (world) => one(`\uFEFF${valid(world)}`),
    verdict: "works",
  },
  {
    name: "a file in UTF-16 without a byte order mark",
    given: (world) => one(Buffer.from(valid(world), "utf16le")),
    verdict: /it is no text in UTF-8.*save it as UTF-8/,
  },
  { name: "an empty file", given: () => one(""), verdict: /no current-context is set/ },
  { name: "a folder", given: () => ({ files: { "config/x": "" } }), verdict: /EISDIR/ },
  { name: "a file of another kind", given: () => one({ apiVersion: "v1", kind: "Pod" }), verdict: /kind/ },
  {
    name: "a token that is a number",
    given: (world) => one(kubeconfig(apiCluster(world), { token: 12345 })),
    verdict: /token/,
  },
  {
    name: "fields that nobody knows, and null ones",
    given: (world) =>
      one(
        kubeconfig(
          apiCluster(world, { colour: "red", "proxy-url": null }),
          { ...token(world), exec: null },
          { preferences: {}, extensions: null },
        ),
      ),
    verdict: "works",
  },
  {
    name: "a second document behind it",
    given: (world) => one(`${JSON.stringify(kubeconfig(apiCluster(world), token(world)))}\n---\na: b\n`),
    verdict: "works",
  },
  {
    name: "a current context that stands twice",
    given: (world) =>
      one(
        `{"current-context": "gone", ${JSON.stringify(kubeconfig(apiCluster(world), token(world))).slice(1)}`,
      ),
    verdict: "works",
  },
  {
    name: "no current context",
    given: (world) => one(kubeconfig(apiCluster(world), token(world), { "current-context": "" })),
    verdict: /no current-context is set.*It has: here/,
  },
  {
    name: "a current context that is missing",
    given: (world) => one(kubeconfig(apiCluster(world), token(world), { "current-context": "there" })),
    verdict: /no context "there"\. Choose one of: here/,
  },
  {
    name: "a user that is missing",
    given: (world) => one(kubeconfig(apiCluster(world), token(world), { users: null })),
    verdict: /names the user "me", which it does not have/,
  },
  {
    name: "a cluster that is missing",
    given: (world) => one(kubeconfig(apiCluster(world), token(world), { clusters: [] })),
    verdict: /names the cluster "here", which it does not have/,
  },
  {
    name: "two users of one name",
    given: (world) =>
      one(
        kubeconfig(apiCluster(world), token(world), {
          users: [
            { name: "me", user: token(world) },
            { name: "me", user: token(world) },
          ],
        }),
      ),
    verdict: /two entries for the user "me"/,
  },
];
