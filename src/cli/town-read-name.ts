/** The Lease that tells when a town was last read. The operator writes it, and `why` looks for it by its name. */
export function townReadName(town: string | undefined): string {
  return town === undefined ? "gastown-operator-town-read" : `gastown-operator-${town}-town-read`;
}
