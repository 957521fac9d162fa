/** A setting: one flag, the variable of the same meaning, and the default. */
export interface Setting {
  readonly flag: string;
  readonly variable: string;
  readonly argument: string;
  readonly about: string;
  readonly fallback?: string;
}

/** A flag as commander calls it. */
export function camelCase(flag: string): string {
  return flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
