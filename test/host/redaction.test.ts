import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createMemoryJournal, openFileJournal } from "../../src/host/index.ts";
import { redactLine } from "../../src/host/journal/redaction.ts";
import { createFakeClock } from "./fake-clock.ts";
import { BASE, EVENT, write } from "./journal-entries.ts";
import { LIMITS } from "./journal-limits.ts";

const redacted = (value: unknown): unknown => JSON.parse(redactLine(JSON.stringify(value)));
const MARK = "[redacted]";

/** Made up, in the shapes that the real ones have; in pieces, so that scanners of repositories are not alarmed. */
const GITHUB = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");
const JWT = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N"].join(".");
const KEY = [
  "-----BEGIN OPENSSH",
  "PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAA\n-----END OPENSSH PRIVATE KEY-----",
].join(" ");

describe("Redaction", () => {
  it.each<[string, string, string]>([
    ["a password in a URL", "cannot push to https://bot:hunter2@git.example.com/r.git", "hunter2"],
    ["a token in a URL", `https://${GITHUB}@github.com/r.git`, GITHUB],
    ["a variable in a command line", "GITHUB_TOKEN=abc123 git push", "abc123"],
    ["a password in words", "the password: 'hunter2' is wrong", "hunter2"],
    ["a key in JSON inside of a message", '{"api_key":"k-99"}', "k-99"],
    ["an authorization header", "Authorization: Bearer abc.def-ghi", "abc.def-ghi"],
    ["a bearer token alone", "sent bearer abcdefgh12345", "abcdefgh12345"],
    ["a token of GitHub", `remote said ${GITHUB} is not valid`, GITHUB],
    [
      "a key of an AI provider",
      ["sk", "ant-api03-abcdefghijklmnop was refused"].join("-"),
      "abcdefghijklmnop",
    ],
    ["a JSON web token", `got ${JWT}`, JWT],
    ["a key of a cloud", ["AKIA", "IOSFODNN7EXAMPLE"].join(""), "IOSFODNN7EXAMPLE"],
    ["a private key", KEY, "b3BlbnNzaC1rZXktdjEAAAA"],
  ])("takes %s out of any text", (_, text, secret) => {
    const line = redactLine(JSON.stringify({ message: text, deep: [{ list: [text] }] }));
    expect(line).not.toContain(secret);
    expect(line).toContain(MARK);
    expect(redactLine(line)).toBe(line);
  });

  it("takes the values of environments, and leaves their names", () => {
    const agentConfig = { image: "agent:1", env: [{ name: "MODE", value: "fast" }], command: ["run"] };
    expect(redacted({ agentConfig })).toEqual({
      agentConfig: { image: "agent:1", env: [{ name: "MODE", value: MARK }], command: ["run"] },
    });
    expect(redacted({ env: { MODE: "fast" } })).toEqual({ env: { MODE: MARK } });
  });

  it.each(["token", "githubToken", "secret", "client_secret", "apiKey", "password", "Authorization"])(
    "takes the text of a field called %s",
    (name) => expect(redacted({ [name]: "x", count: 3 })).toEqual({ [name]: MARK, count: 3 }),
  );

  it.each([
    "bead al-1r3 of alpha/polecats/nux is hooked",
    "task-12345678901234567890 on branch polecat/nux/al-1@mh0x",
    "https://git.example.com/alpha.git",
    "2 unpushed commits; stash@{0}",
    "7f1d0b1c-2f36-4b52-9d0e-5f3f0c2a8b11",
  ])("leaves other text alone: %s", (text) => expect(redacted({ text })).toEqual({ text }));
});

describe("No journal", () => {
  const event = {
    type: "note",
    message: `push to https://bot:hunter2@x failed, token=${GITHUB}`,
    env: ["a=b"],
  };
  const decision = { state: "failed", changed: { obstacle: { message: GITHUB } }, taken: [], effects: [] };

  it("in files holds what was taken out", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "redaction-"));
    const journal = openFileJournal({
      ...LIMITS,
      folder,
      clock: createFakeClock(),
      onWarning: () => undefined,
    });
    write(journal, EVENT, { ...BASE, type: "event", event, decision });
    journal.close();
    const text = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8"));
    rmSync(folder, { recursive: true });
    expect(text.join("")).not.toMatch(/hunter2|ghp_|a=b/);
    expect(text.join("")).toContain("town.observed");
  });

  it("in memory does, either", () => {
    const journal = createMemoryJournal();
    write(journal, { ...BASE, type: "event", event, decision });
    expect(JSON.stringify([...journal.read()])).not.toMatch(/hunter2|ghp_|a=b/);
  });
});
