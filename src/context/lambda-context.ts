/**
 * What of Lambda's context object is used, and what of it is handed on. The types of
 * `@types/aws-lambda` and of Powertools fit.
 */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
  readonly awsRequestId?: string;
  readonly functionName?: string;
  readonly functionVersion?: string;
  readonly invokedFunctionArn?: string;
  /** Megabytes, as text. */
  readonly memoryLimitInMB?: string;
  readonly logGroupName?: string;
  readonly logStreamName?: string;
  /** Where an activity's worker runs the task: aborts when nobody waits for the result any more. */
  readonly signal?: AbortSignal;
}
