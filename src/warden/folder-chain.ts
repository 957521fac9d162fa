/** The folders down to the last path that was asked for, held open: paths in order share most of them. */
import type { BytePath } from "./byte-path.ts";
import type { OpenFolder } from "./open-folder.ts";

export class FolderChain {
  readonly #root: OpenFolder;
  readonly #open: { readonly name: BytePath; readonly folder: OpenFolder }[] = [];

  constructor(root: OpenFolder) {
    this.#root = root;
  }

  /** The folder of a path, by one opened folder after another; null where one of them is none, or a link. */
  folderOf(path: BytePath): OpenFolder | null {
    const names = path.split("/").slice(0, -1);
    const shared = names.findIndex((name, at) => this.#open[at]?.name !== name);
    this.#closeTo(shared < 0 ? names.length : shared);
    for (const name of names.slice(this.#open.length)) {
      const folder = (this.#open.at(-1)?.folder ?? this.#root).folder(name);
      if (folder === null) return null;
      this.#open.push({ name, folder });
    }
    return this.#open.at(-1)?.folder ?? this.#root;
  }

  close(): void {
    this.#closeTo(0);
  }

  #closeTo(length: number): void {
    while (this.#open.length > length) this.#open.pop()?.folder.close();
  }
}

/** The last part of a path. */
export function nameOf(path: BytePath): BytePath {
  return path.slice(path.lastIndexOf("/") + 1);
}
