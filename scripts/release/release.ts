/** What every step of a release is given. */
import type { Place } from "./place.ts";

export interface Running {
  /** Where it runs; the checkout where none is named. */
  readonly folder?: string;
  /** What it reads on its standard input: secrets stay out of arguments and of what --print shows. */
  readonly input?: string;
}

export interface Release {
  /** The checkout. */
  readonly root: string;
  /** The folder in which steps put what they make, and find what others made. */
  readonly out: string;
  readonly version: string;
  readonly place: Place;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Runs a program; with --print it only prints how. @throws Error where the program fails. */
  readonly run: (program: string, args: readonly string[], how?: Running) => void;
  readonly say: (line: string) => void;
}

export function tagOf({ version }: Release): string {
  return `v${version}`;
}
