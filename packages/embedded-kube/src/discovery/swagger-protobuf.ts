import { isJsonObject, type JsonObject, type JsonValue } from "../objects/index.ts";

/** The media type that kubectl asks /openapi/v2 for; it reads no other. */
export const swaggerProtobufAsked = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
/** The one of the answer: an at sign is not allowed in a Content-Type. */
export const swaggerProtobufType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

/** An OpenAPI v2 document as gnostic's `openapi.v2.Document`. Field numbers are those of gnostic's OpenAPIv2.proto. */
export function swaggerProtobuf({ swagger, info, definitions }: JsonObject): Buffer {
  const described = isJsonObject(info) ? info : {};
  return Buffer.concat([
    text(1, swagger),
    message(2, [text(1, described["title"]), text(2, described["version"])]),
    message(8, []),
    message(9, namedSchemas(definitions)),
  ]);
}

function schema(given: JsonObject): Buffer[] {
  const { additionalProperties: rest, items, properties } = given;
  return [
    text(1, given["$ref"]),
    text(2, given["format"]),
    text(4, given["description"]),
    ...(given["default"] === undefined ? [] : [message(5, anything(given["default"]))]),
    ...listed(given["required"]).map((name) => text(19, name)),
    ...listed(given["enum"]).map((value) => message(20, anything(value))),
    ...(isJsonObject(rest) ? [message(21, [message(1, schema(rest))])] : []),
    ...(given["type"] === undefined ? [] : [message(22, [text(1, given["type"])])]),
    ...(isJsonObject(items) ? [message(23, [message(1, schema(items))])] : []),
    ...(properties === undefined ? [] : [message(25, namedSchemas(properties))]),
    ...Object.entries(given)
      .filter(([key]) => key.startsWith("x-"))
      .map(([key, value]) => message(31, [text(1, key), message(2, anything(value))])),
  ];
}

function namedSchemas(schemas: JsonValue | undefined): Buffer[] {
  if (!isJsonObject(schemas)) return [];
  return Object.entries(schemas).flatMap(([name, child]) =>
    isJsonObject(child) ? [message(1, [text(1, name), message(2, schema(child))])] : [],
  );
}

/** gnostic's `Any`: YAML, and JSON is YAML. */
function anything(value: unknown): Buffer[] {
  return [text(2, JSON.stringify(value))];
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(number: number, value: unknown): Buffer {
  return typeof value === "string" && value !== ""
    ? lengthDelimited(number, Buffer.from(value))
    : Buffer.alloc(0);
}

function message(number: number, parts: readonly Buffer[]): Buffer {
  return lengthDelimited(number, Buffer.concat(parts));
}

function lengthDelimited(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return Buffer.from([...bytes, rest]);
}
