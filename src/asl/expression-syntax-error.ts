/**
 * Thrown when a path, intrinsic function, template, choice rule or query cannot be compiled, which
 * validation turns into a diagnostic. `position` is the offset in `expression`; `at` names the
 * fields that lead to it, within what was compiled.
 */
export class ExpressionSyntaxError extends Error {
  override readonly name = "ExpressionSyntaxError";
  readonly expression: string;
  readonly position: number;
  readonly at: readonly (string | number)[];

  constructor(
    message: string,
    expression: string,
    position: number,
    at: readonly (string | number)[] = [],
  ) {
    super(message);
    this.expression = expression;
    this.position = position;
    this.at = at;
  }
}
