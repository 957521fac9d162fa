/** What ESLint says of a text. */
import { ESLint, Linter } from "eslint";
import tseslint from "typescript-eslint";
import { z } from "zod";

const configSchema = z.object({ rules: z.record(z.string(), z.array(z.unknown())) });

/** What the checkout's configuration restricts in a file. */
export async function restrictionsOf(file: string): Promise<Linter.RulesRecord> {
  const { rules } = configSchema.parse(await new ESLint().calculateConfigForFile(file));
  const own = Object.entries(rules).filter(([name]) => name.startsWith("no-restricted"));
  return Object.fromEntries(own.map(([name, [, ...options]]) => [name, ["error", ...options]]));
}

/** Whether the checkout's configuration has a rule for a file. */
export async function isHeldTo(file: string, rule: string): Promise<boolean> {
  const { rules } = configSchema.parse(await new ESLint().calculateConfigForFile(file));
  return rules[rule]?.[0] === 2;
}

export function complaints(text: string, config: Linter.Config, filename: string): readonly string[] {
  const linter = new Linter({ configType: "flat" });
  const languageOptions = { parser: tseslint.parser as Linter.Parser };
  return linter
    .verify(text, [{ files: ["**/*.ts"], languageOptions, ...config }], filename)
    .map(({ line, message }) => `${line}: ${message}`);
}
