/**
 * A Lambda function of this process. Written as a method, so that handlers may say of which type
 * their event is.
 */
export type LocalFunction = {
  handle(event: unknown, context: FunctionContext): unknown;
}["handle"];

/** What Lambda gives a handler beside the event, as far as there is something to tell here. */
export interface FunctionContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly awsRequestId: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

/** Functions by name or ARN; a URL stands for a function that answers HTTP POSTs there. */
export type LocalFunctions = Readonly<Record<string, LocalFunction | string>>;

export interface FoundFunction {
  readonly name: string;
  readonly arn: string;
  readonly run: LocalFunction | string;
}

/** The function that a name, a partial ARN or an ARN stands for, with or without a qualifier. */
export function findFunction(
  functions: LocalFunctions,
  reference: string,
  { region, account }: { readonly region: string; readonly account: string },
): FoundFunction | undefined {
  const name = functionNameOf(reference);
  const key = [reference, name].find(
    (known) => known !== undefined && Object.hasOwn(functions, known),
  );
  const run = key === undefined ? undefined : functions[key];
  if (run === undefined || name === undefined) return undefined;
  const arn = reference.startsWith("arn:")
    ? reference
    : `arn:aws:lambda:${region}:${account}:function:${name}`;
  return { name, arn, run };
}

/** The name within a name, a partial ARN or an ARN of a function, with or without a qualifier. */
export function functionNameOf(reference: string): string | undefined {
  return /^(?:arn:[^:]+:lambda:[^:]*:|\d+:)?(?:\d*:)?(?:function:)?([^:]+)(?::[^:]+)?$/.exec(
    reference,
  )?.[1];
}
