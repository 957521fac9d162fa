import type { JsonObject } from "../objects/index.ts";

/** Length-delimited fields of a protobuf message by number; numbers and the like are passed over. */
type Fields = ReadonlyMap<number, readonly Buffer[]>;

/** "k8s" and a zero begin every protobuf body of Kubernetes; a runtime.Unknown follows. */
const prefix = Buffer.from("k8s\0");

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError("a varint is too long");
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("a field is longer than its message");
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}

function fieldsOf(message: Buffer): Fields {
  const fields = new Map<number, Buffer[]>();
  const reader = new Reader(message);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        reader.varint();
        break;
      case 1:
        reader.take(8);
        break;
      case 2:
        fields.set(number, [...(fields.get(number) ?? []), reader.take(reader.varint())]);
        break;
      case 5:
        reader.take(4);
        break;
      default:
        throw new RangeError(`wire type ${String(tag % 8)} is not known`);
    }
  }
  return fields;
}

const empty = Buffer.alloc(0);
const bytesAt = (fields: Fields, number: number): Buffer => fields.get(number)?.at(-1) ?? empty;
const textAt = (fields: Fields, number: number): string => bytesAt(fields, number).toString();

function textMap(fields: Fields, number: number): JsonObject {
  const entries = (fields.get(number) ?? []).map(fieldsOf);
  return Object.fromEntries(entries.map((entry) => [textAt(entry, 1), textAt(entry, 2)]));
}

/**
 * A Namespace out of a protobuf body, undefined for any other kind: `kubectl create namespace` sends nothing else. Field
 * numbers are those of k8s.io/api/core/v1 and k8s.io/apimachinery's generated.proto. Throws RangeError when it is broken.
 */
export function namespaceOfProtobuf(body: Buffer): JsonObject | undefined {
  if (!body.subarray(0, prefix.length).equals(prefix)) throw new RangeError("the prefix k8s is missing");
  const unknown = fieldsOf(body.subarray(prefix.length));
  const type = fieldsOf(bytesAt(unknown, 1));
  if (textAt(type, 1) !== "v1" || textAt(type, 2) !== "Namespace") return undefined;
  const metadata = fieldsOf(bytesAt(fieldsOf(bytesAt(unknown, 2)), 1));
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: textAt(metadata, 1),
      generateName: textAt(metadata, 2),
      labels: textMap(metadata, 11),
      annotations: textMap(metadata, 12),
    },
  };
}
