/**
 * Under which name a bead is taken for a polecat in a pod. `RIG/polecats/NAME` would be given back by the next `gt up`, which
 * looks for a session of that name; so would `RIG/NAME`. A third part between them names no session that gt knows of, and
 * none of its patrols touches such a bead while its status is `in_progress`: measured, docs/compatibility.md.
 *
 * @param rig gt's name of it. @param namespace of the Polecat: another namespace may have one of the same name, and a namespace
 * has no dot.
 */
export function podAssignee(rig: string, namespace: string, name: string): string {
  return `${rig}/pods/${namespace}.${name}`;
}
