/** Requests to the operator, and what is wrong, for a person to read. */
import { signal } from "@preact/signals";

export const problem = signal<string | null>(null);

export async function read(path: string): Promise<string> {
  const response = await fetch(path);
  const text = await response.text();
  if (!response.ok) throw new Error(text.trim() || `the operator answered ${response.status}`);
  return text;
}

export function report(error: unknown): void {
  problem.value = error instanceof Error ? error.message : String(error);
}

/** A damaged journal shows what is left of it, and says what is not. */
export function tell(damage: string): void {
  problem.value = damage;
}
