/** The wish in what an older version wrote, with what the next version knows of it besides. */
import { z } from "zod";

const withWish = z.looseObject({ wish: z.looseObject({}) });

type OldWish = z.infer<typeof withWish>["wish"];

/** @returns what holds no wish as it is. */
export function raiseWish<Value>(given: Value, more: (wish: OldWish) => object): Value {
  const { data } = withWish.safeParse(given);
  return data === undefined ? given : { ...given, wish: { ...data.wish, ...more(data.wish) } };
}
