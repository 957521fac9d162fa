/** `-o`: objects as JSON, YAML or names, for programs. */
import { Document, Scalar, visit } from "yaml";
import type { Command } from "commander";
import { ConfigError } from "../../settings/index.ts";
import { visibleText } from "../../grammar/index.ts";
import { fullName } from "./full-name.ts";
import type { Held } from "./held.ts";
import type { KindName } from "../../kinds/index.ts";
import { didYouMean } from "../nearest.ts";

export type OutputFormat = "json" | "yaml" | "name" | "wide";

const FORMATS = new WeakMap<Command, readonly OutputFormat[]>();

/** Those that the verb's flag takes; none where it has no such flag. */
export function formatsOf(command: Command): readonly OutputFormat[] {
  return FORMATS.get(command) ?? [];
}

/** @param formats that the verb has; a write has no wide one. */
export function addOutputFlag(command: Command, formats: readonly OutputFormat[]): Command {
  FORMATS.set(command, formats);
  return command.option("-o, --output <format>", `${formats.join(", ")}; words for people without it`);
}

/** @throws ConfigError that names the formats there are. */
export function outputFormat(
  value: string | undefined,
  formats: readonly OutputFormat[],
): OutputFormat | undefined {
  const format = formats.find((one) => one === value);
  if (value === undefined || format !== undefined) return format;
  throw new ConfigError(
    `--output is ${JSON.stringify(value)}: it takes ${formats.join(", ")}${didYouMean(value, formats)}`,
  );
}

/** JSON or YAML of any value. */
export function dataText(value: unknown, format: "json" | "yaml"): string {
  return format === "json" ? JSON.stringify(value, null, 2) : yamlText(value);
}

/** In the order in which people write an object, and kubectl prints it. */
const FIRST = ["apiVersion", "kind", "metadata", "spec"];

function inOrder(raw: Held["raw"]): Held["raw"] {
  const rank = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return Object.fromEntries(Object.entries(raw).sort(([one], [other]) => rank(one) - rank(other)));
}

export interface Told extends Held {
  readonly kind: KindName;
}

/** Several objects are one List, as with kubectl; one is itself. */
export function objectsText(objects: readonly Told[], format: "json" | "yaml" | "name"): string {
  const [first, ...others] = objects;
  if (first === undefined || others.length > 0 || format === "name") return listText(objects, format);
  return dataText(inOrder(first.raw), format);
}

/** A List of however many, as of a question for all of them. */
export function listText(objects: readonly Told[], format: "json" | "yaml" | "name"): string {
  if (format === "name")
    return objects.map(({ kind, shown }) => fullName(kind, shown.metadata.name)).join("\n");
  return dataText({ apiVersion: "v1", kind: "List", items: objects.map(({ raw }) => inOrder(raw)) }, format);
}

/** What a terminal would obey is escaped where it is printed, which means the same between double quotes alone. */
function yamlText(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === "string" && visibleText(node.value) !== node.value)
        node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 }).trimEnd();
}
