import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellWord } from "../src/index.ts";

/** Names and paths that mean something else to a shell, or to its interactive history. */
const WORDS = [
  "two words",
  "it's",
  "'",
  "''",
  String.raw`\'`,
  'say "hi"',
  "$HOME and ${HOME}",
  "$(touch x)",
  "`id`",
  "wow!",
  "!!",
  "'!'",
  "~",
  "~root/gt",
  "=ls",
  "a;b&c|d>e<f",
  "{a,b}*?[c]",
  "#none",
  "",
  "two\nlines",
  "back\\slash",
  "ümlaut 🚚",
];
/** What needs no quotes, and is easier to read without. */
const PLAIN = ["/home/ada/.gastown-operator/kubeconfig", "alpha/nux", "al-1r3", "polecat/nux/al-1@m3"];

const SHELLS = ["bash", "zsh", "sh"].filter((shell) => {
  try {
    execFileSync(shell, ["-c", "true"]);
    return true;
  } catch {
    return false;
  }
});

describe("A word for a shell", () => {
  it.each(SHELLS)("is one word of %s, whatever is in it", (shell) => {
    const words = [...WORDS, ...PLAIN];
    const script = `printf '%s\\0' ${words.map(shellWord).join(" ")}`;
    expect(execFileSync(shell, ["-c", script]).toString().split("\0").slice(0, -1)).toEqual(words);
  });

  it("survives a line that is typed, with a history that `!` looks into", () => {
    const words = WORDS.filter((word) => !word.includes("\n"));
    const script = `printf '%s\\0' ${words.map(shellWord).join(" ")}\n`;
    const typed = execFileSync("bash", ["--norc", "-i"], {
      input: script,
      stdio: ["pipe", "pipe", "ignore"],
    });
    expect(typed.toString().split("\0").slice(0, -1)).toEqual(words);
  });

  it("is quoted only where it must be", () => {
    expect(PLAIN.map(shellWord)).toEqual(PLAIN);
  });
});
