import { Environment } from "@marcbachmann/cel-js";

type Comparable = bigint | number | string | boolean | Date;

function isSorted(list: readonly Comparable[]): boolean {
  return list.every((item, index) => {
    const before = list[index - 1];
    return before === undefined || before <= item;
  });
}

function extreme(list: readonly Comparable[], better: (a: Comparable, b: Comparable) => boolean): Comparable {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error("min called on empty list");
  return rest.reduce((best, item) => (better(item, best) ? item : best), first);
}

function sum(list: readonly (bigint | number)[]): bigint | number {
  return list.reduce(
    (total, item) => {
      if (typeof total === "bigint" && typeof item === "bigint") return total + item;
      return Number(total) + Number(item);
    },
    typeof list[0] === "number" ? 0 : 0n,
  );
}

/**
 * A CEL environment with what Kubernetes adds to the language and cel-js lacks: the regex and list extensions.
 * Not there: quantity(), url(), ip(), cidr(), format() and comprehensions with two variables.
 */
export function kubernetesCelEnvironment(): Environment {
  return new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  })
    .registerFunction("string.find(string): string", (text: string, pattern: string) => {
      return new RegExp(pattern).exec(text)?.[0] ?? "";
    })
    .registerFunction("string.findAll(string): list<string>", (text: string, pattern: string) => {
      return [...text.matchAll(new RegExp(pattern, "g"))].map((match) => match[0]);
    })
    .registerFunction("string.replace(string, string): string", (text: string, from: string, to: string) => {
      return text.replaceAll(from, () => to);
    })
    .registerFunction("string.charAt(int): string", (text: string, at: bigint) => text.charAt(Number(at)))
    .registerFunction("list<dyn>.isSorted(): bool", isSorted)
    .registerFunction("list<dyn>.sum(): dyn", sum)
    .registerFunction("list<dyn>.min(): dyn", (list: readonly Comparable[]) => extreme(list, (a, b) => a < b))
    .registerFunction("list<dyn>.max(): dyn", (list: readonly Comparable[]) => extreme(list, (a, b) => a > b))
    .registerFunction("list<dyn>.indexOf(dyn): int", (list: readonly Comparable[], item: Comparable) => {
      return BigInt(list.indexOf(item));
    })
    .registerFunction("list<dyn>.lastIndexOf(dyn): int", (list: readonly Comparable[], item: Comparable) => {
      return BigInt(list.lastIndexOf(item));
    });
}
