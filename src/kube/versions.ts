const decimal = /^[0-9]+$/;

/**
 * Whether version `a` of an object is older than `b`. Kubernetes 1.35 made resource versions comparable as numbers
 * of any length (KEP-5504), which they had always been in practice. Versions of another form are taken for not older.
 */
export function isOlder(a: string, b: string): boolean {
  return decimal.test(a) && decimal.test(b) && BigInt(a) < BigInt(b);
}
