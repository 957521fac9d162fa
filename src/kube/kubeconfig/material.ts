/** Certificates and keys, in a kubeconfig or in files beside it. */
import { createSecureContext } from "node:tls";
import { KubeConfigError } from "../errors.ts";
import { textOf } from "./text-file.ts";
import type { Identity, Material, ServerTrust } from "./target.ts";
import { errorMessage } from "@gastown/system";

/**
 * What a field or its twin `…-data` says.
 * @throws KubeConfigError when both do.
 */
export function materialOf(
  field: Field,
  given: Readonly<Partial<Record<Field | `${Field}-data`, string | undefined>>>,
) {
  const [file, data] = [given[field], given[`${field}-data`]];
  if (data !== undefined && file !== undefined) {
    throw new KubeConfigError(`the kubeconfig gives both ${field} and ${field}-data: only one is allowed`);
  }
  if (data !== undefined) return { pem: Buffer.from(data, "base64").toString("utf8") };
  return file === undefined ? undefined : { file };
}

type Field = "certificate-authority" | "client-certificate" | "client-key";

/** @throws KubeConfigError with what the system says of the file. */
export function pemOf(material: Material): string {
  return "pem" in material ? material.pem : textOf(material.file);
}

/**
 * OpenSSL passes over an authority that is no certificate, and then trusts nobody: that is said here, at the start.
 * @throws KubeConfigError naming what cannot be used.
 */
export function checkMaterial(tls: ServerTrust, { certificate }: Identity): void {
  const ca = tls.ca && readable("certificate-authority", tls.ca);
  if (ca?.includes("-----BEGIN CERTIFICATE-----") === false) {
    throw new KubeConfigError(
      `the certificate-authority (${placeOf(tls.ca)}) has no certificate in it: it takes PEM, which begins with -----BEGIN CERTIFICATE-----`,
    );
  }
  const cert = certificate && readable("client-certificate", certificate.cert);
  const key = certificate && readable("client-key", certificate.key);
  try {
    createSecureContext({ ca, cert, key });
  } catch (cause) {
    throw new KubeConfigError(
      `the certificates of the kubeconfig cannot be used: ${errorMessage(cause)}. Check client-certificate and client-key, which must belong together, and certificate-authority`,
      { cause },
    );
  }
}

function readable(name: Field, material: Material): string {
  try {
    return pemOf(material);
  } catch (cause) {
    throw new KubeConfigError(
      `the ${name} cannot be read, ${errorMessage(cause)}. Mend it, or the kubeconfig`,
      {
        cause,
      },
    );
  }
}

function placeOf(material: Material | undefined): string {
  return material !== undefined && "file" in material ? material.file : "in the kubeconfig";
}
