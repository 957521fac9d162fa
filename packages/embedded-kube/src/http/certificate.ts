import { generate } from "selfsigned";

/** PEM texts. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const validForDays = 825;

/** A certificate for 127.0.0.1 and localhost that is its own authority: whoever has it can trust this server only. */
export async function certificateFor(now: number): Promise<Certificate> {
  const day = 24 * 60 * 60 * 1000;
  const { private: key, cert } = await generate([{ name: "commonName", value: "embedded-kube" }], {
    keySize: 2048,
    algorithm: "sha256",
    // A clock that was set back a little after the start must not make the certificate one of the future.
    notBeforeDate: new Date(now - day),
    notAfterDate: new Date(now + validForDays * day),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyEncipherment: true, keyCertSign: true },
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
