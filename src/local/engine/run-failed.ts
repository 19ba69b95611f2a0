/** Thrown where a run is over at once, whatever its retriers and catchers say. */
export class RunFailed extends Error {
  override readonly name = "RunFailed";
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}
