/** An intrinsic function that cannot give its value; the sentence becomes part of the cause. */
export class IntrinsicFailure extends Error {
  override readonly name = "IntrinsicFailure";
}

/** The service's answer to most faults: too few, too many or unfit arguments, and results past a limit. */
export function invalidArguments(functionName: string): IntrinsicFailure {
  return new IntrinsicFailure(`Invalid arguments in ${functionName}`);
}
