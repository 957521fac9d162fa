import { closeSync, readSync, renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { OpenFolder } from "../../src/warden/open-folder.ts";
import { emptyFolder } from "./git.ts";
import { write } from "./repository.ts";

function opened(): { readonly folder: OpenFolder; readonly place: string; readonly elsewhere: string } {
  const [place, elsewhere] = [emptyFolder(), emptyFolder()];
  write(place, { "file.txt": "mine", "inner/file.txt": "mine" });
  write(elsewhere, { "file.txt": "theirs" });
  const folder = OpenFolder.open(place);
  onTestFinished(() => folder.close());
  return { folder, place, elsewhere };
}

it("A link to a file, to a folder or in the place of the folder itself opens nothing", () => {
  const { folder, place, elsewhere } = opened();
  symlinkSync(path.join(elsewhere, "file.txt"), path.join(place, "link"));
  symlinkSync(elsewhere, path.join(place, "folder"));
  expect(folder.openFile("link")).toBeNull();
  expect(folder.readFile("link", 100)).toBeNull();
  expect(folder.folder("folder")).toBeNull();
  expect(folder.folder("file.txt")).toBeNull();
  expect(() => OpenFolder.open(path.join(place, "folder"))).toThrow(/ELOOP|ENOTDIR/);
});

it("What was opened stays what it is, whatever takes its name afterwards", () => {
  const { folder, place, elsewhere } = opened();
  const inner = folder.folder("inner");
  renameSync(path.join(place, "inner"), path.join(place, "away"));
  symlinkSync(elsewhere, path.join(place, "inner"));
  expect(inner?.readFile("file.txt", 100)?.toString()).toBe("mine");
  const fd = inner?.openFile("file.txt") ?? -1;
  const bytes = Buffer.alloc(4);
  readSync(fd, bytes);
  closeSync(fd);
  inner?.close();
  expect(bytes.toString()).toBe("mine");
  expect(folder.folder("inner")).toBeNull();
});

it("A file that is longer than what is asked for is none", () => {
  const { folder } = opened();
  expect([folder.readFile("file.txt", 4)?.toString(), folder.readFile("file.txt", 3)]).toEqual([
    "mine",
    null,
  ]);
});
