import { expect } from "vitest";

/** Vitest's asymmetric matchers, typed: in its own declarations they are `any`. */
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const including = (items: readonly unknown[]): unknown => expect.arrayContaining([...items]);
export const having = (fields: object): unknown => expect.objectContaining(fields);
export const anyText: unknown = expect.any(String);
