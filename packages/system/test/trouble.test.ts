import { describe, expect, it } from "vitest";
import { constants } from "node:os";
import { errnoOf, troubleWith } from "../src/index.ts";

const failure = (code: string): Error => Object.assign(new Error(`${code}: something`), { code });

describe("Trouble with a file", () => {
  it.each([
    "ENOENT",
    "EACCES",
    "EPERM",
    "ENOTDIR",
    "ELOOP",
    "EMFILE",
    "ENOSPC",
    "EROFS",
    "ETXTBSY",
    "ENOEXEC",
  ])("names file, errno and user, and what the errno means: %s", (code) => {
    const said = troubleWith("/srv/gt", failure(code), 1000);
    expect(said).toMatch(new RegExp(`^/srv/gt: ${code} for user 1000: [a-z]`));
    expect(said).not.toContain("no other reason");
  });

  it("advises nothing that destroys or opens anything, whatever the system answers", () => {
    for (const code of Object.keys(constants.errno)) {
      expect(troubleWith("/srv/gt", failure(code), 0)).not.toMatch(
        /chmod|chown|rm |sudo|delete|777|install gt/,
      );
    }
  });

  it("keeps the words of an error that has no errno", () => {
    expect(troubleWith("/srv/gt", new Error("odd"))).toBe("/srv/gt: odd");
    expect(errnoOf(failure("ERR_INVALID_ARG_TYPE"))).toBeNull();
    expect(errnoOf("EACCES")).toBeNull();
  });
});
