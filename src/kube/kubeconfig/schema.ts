/** One kubeconfig as it is written: `Config` of client-go's clientcmd/api/v1. A field that is empty or null is absent. */
import { z } from "zod";

const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === "" ? undefined : value));

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

const texts = z
  .array(z.string())
  .nullish()
  .transform((values) => values ?? []);

/** Bytes in base64, perhaps broken into lines. */
const bytes = text.refine(
  (value) => value === undefined || z.base64().safeParse(value.replaceAll(/[\r\n]/g, "")).success,
  "is no base64",
);

/** A field of the file may be null where an object is meant. */
const orEmpty = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === null || value === undefined ? {} : value), schema);

const clusterSchema = z.object({
  server: text,
  "tls-server-name": text,
  "insecure-skip-tls-verify": flag,
  "certificate-authority": text,
  "certificate-authority-data": bytes,
  "proxy-url": text,
  extensions: z
    .array(z.object({ name: z.string(), extension: z.unknown() }))
    .nullish()
    .transform((extensions) => extensions ?? []),
});

const execSchema = z.object({
  command: text,
  args: texts,
  env: z
    .array(z.object({ name: text, value: z.string().nullish() }))
    .nullish()
    .transform((variables) => variables ?? []),
  apiVersion: text,
  installHint: text,
  provideClusterInfo: flag,
  interactiveMode: text,
});

const userSchema = z.object({
  "client-certificate": text,
  "client-certificate-data": bytes,
  "client-key": text,
  "client-key-data": bytes,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  "as-uid": text,
  "as-groups": texts,
  "as-user-extra": z
    .record(z.string(), z.array(z.string()))
    .nullish()
    .transform((extra) => extra ?? {}),
  "auth-provider": z.object({ name: text, config: z.record(z.string(), z.string()).nullish() }).nullish(),
  exec: execSchema.nullish(),
});

const contextSchema = z.object({ cluster: text, user: text, namespace: text });

const listOf = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .nullish()
    .transform((entries) => entries ?? []);

export const fileSchema = z.object({
  apiVersion: z.literal("v1").nullish(),
  kind: z.literal("Config").nullish(),
  "current-context": text,
  clusters: listOf(z.object({ name: z.string(), cluster: orEmpty(clusterSchema) })),
  users: listOf(z.object({ name: z.string(), user: orEmpty(userSchema) })),
  contexts: listOf(z.object({ name: z.string(), context: orEmpty(contextSchema) })),
});

export type Cluster = z.infer<typeof clusterSchema>;
export type User = z.infer<typeof userSchema>;
export type Context = z.infer<typeof contextSchema>;
export type Exec = z.infer<typeof execSchema>;
