/** An error as a service answers it over the wire: its HTTP status, its code, and a text for people. */
export class WireException extends Error {
  override readonly name = "WireException";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}

/** What a service throws, as an answer: what nobody foresaw is the service's own failure. */
export function asWireException(error: unknown): WireException {
  if (error instanceof WireException) return error;
  const message = `The local service failed: ${error instanceof Error ? error.message : String(error)}`;
  return new WireException(500, "InternalError", message, { cause: error });
}
