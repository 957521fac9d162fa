/** A cluster's authority and what it signs. */
import { generateKeyPairSync } from "node:crypto";
import { generate } from "selfsigned";

/** PEM texts. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const ALGORITHM = { keySize: 2048, algorithm: "sha256" } as const;

/** @param name told apart from an earlier authority's: two that share a name but no key confuse verification. */
export async function createAuthority(name: string): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: name }], {
    ...ALGORITHM,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
    ],
  });
  return { key, cert };
}

/** A certificate of a server on the loopback. */
export async function servingCertificate(ca: Certificate): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "kube-apiserver" }], {
    ...ALGORITHM,
    ca,
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 7, ip: "127.0.0.1" },
          { type: 2, value: "localhost" },
        ],
      },
    ],
  });
  return { key, cert };
}

/** What tokens of service accounts are signed with, and checked with. */
export function signingKey(): { readonly key: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { key: privateKey, publicKey };
}
