/** The Lease that tells when a town was last read. The operator writes it, and `why` and `status` look for it by its name. */
export function townReadName(town: string | undefined): string {
  return town === undefined ? "gastown-operator-town-read" : `gastown-operator-${town}-town-read`;
}

/** Of which town it tells: null for that without a name, undefined where it is another Lease. */
export function townOfReadName(name: string): string | null | undefined {
  const match = /^gastown-operator-(?:(.+)-)?town-read$/.exec(name);
  return match === null ? undefined : (match[1] ?? null);
}
