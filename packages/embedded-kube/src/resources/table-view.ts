import { z } from "zod";
import { compileJsonPath, type JsonValue, type KubeObject } from "../objects/index.ts";
import { ageOf } from "./human-duration.ts";

/** One column as a Table describes it. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** How objects of a kind become rows. */
export interface TableView {
  readonly columns: readonly TableColumn[];
  /** One cell for each column; `now` is in milliseconds since the epoch. */
  cells(object: KubeObject, now: number): JsonValue[];
}

/** A column that is text unless said otherwise. */
export function column(name: string, description: string, changes: Partial<TableColumn> = {}): TableColumn {
  return { name, type: "string", format: "", description, priority: 0, ...changes };
}

/** The first column of nearly every table. */
export const nameColumn = column("Name", "Name must be unique within a namespace.", { format: "name" });

/** The last column of the tables of built-in kinds. */
export const ageColumn = column("Age", "CreationTimestamp is the server time when this object was created.");

/** One entry of a CRD version's additionalPrinterColumns. */
export const printerColumnShape = z.object({
  name: z.string(),
  type: z.string(),
  jsonPath: z.string(),
  format: z.string().optional(),
  description: z.string().optional(),
  priority: z.number().optional(),
});

type PrinterColumn = z.infer<typeof printerColumnShape>;

/** What the API server shows of a CRD that names no columns. */
const onlyAge: PrinterColumn = {
  name: "Age",
  type: "date",
  jsonPath: ".metadata.creationTimestamp",
  description: ageColumn.description,
};

function cellOf(type: string, value: JsonValue | undefined, now: number): JsonValue {
  if (value === undefined || value === null) return null;
  switch (type) {
    case "string":
      return typeof value === "string" ? value : JSON.stringify(value);
    case "integer":
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date":
      return typeof value === "string" ? ageOf(value, now) : null;
    default:
      return null;
  }
}

/** The table of a custom resource: its name, then the CRD's columns. Throws JsonPathError. */
export function printerTable(columns: readonly PrinterColumn[] | undefined): TableView {
  const compiled = (columns ?? [onlyAge]).map((entry) => ({
    ...entry,
    select: compileJsonPath(entry.jsonPath),
  }));
  return {
    columns: [
      nameColumn,
      ...compiled.map((entry) =>
        column(
          entry.name,
          entry.description ?? `Custom resource definition column (in JSONPath format): ${entry.jsonPath}`,
          { type: entry.type, format: entry.format ?? "", priority: entry.priority ?? 0 },
        ),
      ),
    ],
    cells: (object, now) => [
      object.metadata.name ?? "",
      ...compiled.map((entry) => cellOf(entry.type, entry.select(object)[0], now)),
    ],
  };
}
