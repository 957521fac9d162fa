import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readToken } from "../../src/cli/token-file.ts";
import { statPath } from "../../src/cli/path-state.ts";
import { startEmbeddedApi } from "embedded-kube";
import { checkJournalPlace, openFileJournal, readJournal, systemClock } from "../../src/host/index.ts";
import { connect } from "../../src/kube/index.ts";

interface Places {
  readonly folder: string;
  /** Its name leads to itself. */
  readonly circle: string;
  /** A path below a file. */
  readonly below: string;
}

function places(): Places {
  const home = mkdtempSync(path.join(tmpdir(), "files-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const [folder, circle, file] = ["folder", "circle", "file"].map((name) => path.join(home, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(folder);
  symlinkSync(circle, circle);
  writeFileSync(file, "");
  return { folder, circle, below: path.join(file, "more") };
}

const KUBECONFIG = (user: object, cluster: object = {}): string =>
  JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1", ...cluster } }],
    users: [{ name: "u", user }],
  });

async function ask(kubeconfig: string): Promise<void> {
  const connection = connect({ kubeconfig }, () => Date.now());
  try {
    await connection.access();
  } finally {
    await connection.close();
  }
}

/** Reads the file as what it is named after. */
const READERS: readonly (readonly [string, (file: string) => unknown])[] = [
  ["a kubeconfig", ask],
  ["a client-key", (file) => ask(written(KUBECONFIG({ "client-key": file, "client-certificate": file })))],
  ["a certificate-authority", (file) => ask(written(KUBECONFIG({}, { "certificate-authority": file })))],
  ["a tokenFile", (file) => ask(written(KUBECONFIG({ tokenFile: file })))],
  ["the token of an inspector", (file) => readToken("--token-file", file)],
  ["the objects of an embedded API", (file) => startEmbeddedApi({ crds: [], persistTo: file })],
];

function written(text: string): string {
  const home = mkdtempSync(path.join(tmpdir(), "kubeconfig-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const file = path.join(home, "config");
  writeFileSync(file, text);
  return file;
}

const problemOf = async (read: () => unknown): Promise<string> => {
  try {
    await read();
  } catch (error) {
    return String(error);
  }
  throw new Error("it was read");
};

const saysAll = (file: string, errno: string): string =>
  `${file}: ${errno} for user ${process.getuid?.() ?? ""}: `;

describe("What the system refuses is reported with path, errno, user, and what to look at", () => {
  it.each(READERS)("of %s", async (_what, read) => {
    const { folder, circle } = places();
    expect(await problemOf(() => read(folder))).toContain(`${saysAll(folder, "EISDIR")}it is a folder`);
    expect(await problemOf(() => read(circle))).toContain(`${saysAll(circle, "ELOOP")}its links lead in a`);
  });

  it("of a journal that is read", async () => {
    const { circle, below } = places();
    for (const [file, errno] of [
      [circle, "ELOOP"],
      [below, "ENOTDIR"],
    ] as const) {
      const all = saysAll(file, errno);
      expect(await problemOf(() => checkJournalPlace(file))).toContain(all);
      expect(await problemOf(() => [...readJournal(file)])).toContain(all);
    }
  });

  it("of a journal that is written", async () => {
    const { below } = places();
    const limits = {
      fsync: "never",
      segmentBytes: 1_000_000,
      segmentMs: 1e6,
      keepBytes: 1e7,
      keepMs: 1e7,
    } as const;
    const warnings: string[] = [];
    const opened = {
      ...limits,
      folder: below,
      clock: systemClock,
      onWarning: (text: string) => void warnings.push(text),
    };
    expect(await problemOf(() => openFileJournal(opened))).toContain(saysAll(below, "ENOTDIR"));
  });

  it("of the folder of a rig", async () => {
    const { folder, circle, below } = places();
    expect(await statPath(folder)).toBe("present");
    expect(await statPath(`${folder}/none`)).toBe("missing");
    const looped = { state: "unknown", message: expect.stringContaining(saysAll(circle, "ELOOP")) as string };
    expect(await statPath(circle)).toEqual(looped);
    expect(await statPath(below)).toMatchObject({ state: "missing" });
    expect(await statPath(path.dirname(below))).toMatchObject({
      state: "missing",
      message: expect.stringContaining("it is a file and no folder") as string,
    });
  });
});
