/** Thrown where a run is over at once, whatever its retriers and catchers say. */
export class RunFailed extends Error {
  override readonly name = "RunFailed";
  readonly error: string;
  override readonly cause: string;
  /** The event to which the last one links. */
  readonly previousEventId: number;

  constructor(error: string, cause: string, previousEventId: number) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
    this.previousEventId = previousEventId;
  }
}
