/** The error names that States Language evaluations raise by themselves. */
export type StatesErrorName =
  | "States.IntrinsicFailure"
  | "States.NoChoiceMatched"
  | "States.ParameterPathFailure"
  | "States.QueryEvaluationError"
  | "States.ReferencePathConflict"
  | "States.ResultPathMatchFailure"
  | "States.Runtime";

/**
 * Thrown by an evaluation (a path, template, intrinsic function, choice rule or query) that cannot
 * give its value. Whoever runs the state turns it into the plain `{ error, cause }` that retriers
 * and catchers match, and puts AWS's "An error occurred while executing the state …" before the
 * cause. `location` is the field at fault (`Output/total`), where the service reports one.
 */
export class StatesError extends Error {
  override readonly name = "StatesError";
  readonly error: StatesErrorName;
  override readonly cause: string;
  readonly location: string | undefined;

  constructor(error: StatesErrorName, cause: string, location?: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
    this.location = location;
  }
}
