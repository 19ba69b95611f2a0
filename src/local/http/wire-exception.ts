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
