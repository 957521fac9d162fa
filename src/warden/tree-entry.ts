/** An entry of a tree: what stands at a path. */
export interface TreeEntry {
  /** 100644, 100755, 120000 (a link), 160000 (a submodule). */
  readonly mode: string;
  readonly object: string;
}

export function isSame(one: TreeEntry | undefined, other: TreeEntry | undefined): boolean {
  return one?.mode === other?.mode && one?.object === other?.object;
}
