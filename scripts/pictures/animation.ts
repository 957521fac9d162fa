/** An animated WebP of still ones: their pictures are copied as they are into the container of an animation. Pure. */

export interface Frame {
  /** Where it stands in the picture; both even. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** A whole WebP file. */
  readonly webp: Buffer;
  /** How long it is shown. */
  readonly ms: number;
}

const ANIMATED = 0x02;
/** A frame stands over the one before, as it is. */
const UNBLENDED = 0x02;

/** Plays again and again. */
export function animated(width: number, height: number, frames: readonly Frame[]): Buffer {
  const head = Buffer.concat([Buffer.from([ANIMATED, 0, 0, 0]), three(width - 1), three(height - 1)]);
  const body = Buffer.concat([
    Buffer.from("WEBP"),
    chunk("VP8X", head),
    // No colour behind it, and no end.
    chunk("ANIM", Buffer.alloc(6)),
    ...frames.map((frame) => chunk("ANMF", frameData(frame))),
  ]);
  return chunk("RIFF", body);
}

function frameData({ x, y, width, height, ms, webp }: Frame): Buffer {
  const place = [x / 2, y / 2, width - 1, height - 1, Math.round(ms)].map(three);
  return Buffer.concat([...place, Buffer.from([UNBLENDED]), ...pictureIn(webp)]);
}

const PICTURE = new Set(["VP8 ", "VP8L", "ALPH"]);

/** The parts of a file that are the picture itself. */
function pictureIn(webp: Buffer): readonly Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 12; at + 8 <= webp.length;) {
    const size = webp.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (PICTURE.has(webp.toString("latin1", at, at + 4))) chunks.push(webp.subarray(at, end));
    at = end;
  }
  if (chunks.length === 0) throw new Error("this is no WebP file");
  return chunks;
}

function chunk(name: string, data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(name), size, data, Buffer.alloc(data.length % 2)]);
}

/** A number of three bytes, the smallest first. */
function three(value: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE(value, 0, 3);
  return bytes;
}
