/** A value is well-typed JSON and yet cannot be read as what its kind makes of it, such as a time with too few digits. */
export class DecodingError extends Error {
  override readonly name = "DecodingError";
}
