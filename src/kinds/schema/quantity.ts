/** Quantities of Kubernetes: 500m, 4Gi, 1e3. */
import { z } from "zod";

const QUANTITY =
  /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+))?$/;

/** As a field: Kubernetes takes a whole number for one, too. */
export const quantity = () =>
  z.union([z.int(), z.string().regex(QUANTITY)]).meta({ "x-kubernetes-int-or-string": true });

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Its amount, to compare it; NaN where it is no quantity. */
export function amountOf(value: string | number): number {
  if (typeof value === "number") return value;
  if (!QUANTITY.test(value)) return NaN;
  if (/[eE][+-]?[\d.]/.test(value)) return Number(value);
  const [, digits = "", suffix = ""] = /^([+-]?[\d.]+)(.*)$/.exec(value) ?? [];
  return Number(digits) * (SUFFIXES[suffix] ?? NaN);
}
