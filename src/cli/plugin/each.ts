/** Several objects, one after another: one that is refused keeps none of the others from it. */
import { asServerError } from "./server-error.ts";

/** What was refused is thrown once all were tried; it is reported one by one. */
export class PartlyError extends Error {
  override readonly name = "PartlyError";
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    super(`${errors.length} of them were refused`);
    this.errors = errors;
  }
}

export interface Tried<Result> {
  readonly results: readonly Result[];
  readonly errors: readonly Error[];
}

export async function each<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Tried<Result>> {
  const results: Result[] = [];
  const errors: Error[] = [];
  for (const item of items) {
    try {
      results.push(await act(item));
    } catch (error) {
      errors.push(asServerError(error));
    }
  }
  return { results, errors };
}

/** @throws the one error, or all of them. */
export function throwRefused(errors: readonly Error[]): void {
  const [first, ...others] = errors;
  if (others.length > 0) throw new PartlyError(errors);
  if (first !== undefined) throw first;
}
