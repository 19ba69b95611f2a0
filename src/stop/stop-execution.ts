import { parseExecutionArn } from "../shared/arn.js";
import { type AwsClient, missingSdk, rememberClient, USER_AGENT } from "../shared/clients.js";
import { describe, InvalidArgumentError, SfnTaskToolsError } from "../shared/errors.js";
import { pollUntil } from "../shared/poll.js";

export interface StopOptions {
  /** A short code of why it was stopped. Cut to 256 characters. */
  readonly error?: string | undefined;
  /** A longer description. Cut to 32,768 characters. */
  readonly cause?: string | undefined;
  /** Waits until the execution is not RUNNING any more. Default true. */
  readonly wait?: boolean | undefined;
  /** Milliseconds to wait at most. Default 10,000. */
  readonly waitLimit?: number | undefined;
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

export interface StoppedExecution {
  /** The last status seen; undefined when it was not waited for or may not be described. */
  readonly status: ExecutionStatus | undefined;
  readonly stopDate: Date;
}

export type ExecutionStatus =
  | "RUNNING"
  | "SUCCEEDED"
  | "FAILED"
  | "TIMED_OUT"
  | "ABORTED"
  | "PENDING_REDRIVE";

/** The execution was stopped on purpose: no further code of the task should run. Permanent. */
export class ExecutionStoppedError extends SfnTaskToolsError {
  override readonly name = "ExecutionStoppedError";
  readonly executionArn: string;
  /** The `error` that the execution was stopped with. */
  readonly stopError: string | undefined;
  /** The `cause` that the execution was stopped with. */
  readonly stopCause: string | undefined;
  readonly status: ExecutionStatus | undefined;

  constructor(executionArn: string, options: StopOptions, stopped: StoppedExecution) {
    const reason = [options.error, options.cause].filter((text) => text !== undefined).join(": ");
    super(`The execution ${executionArn} was stopped${reason === "" ? "" : ` (${reason})`}.`);
    this.executionArn = executionArn;
    this.stopError = options.error;
    this.stopCause = options.cause;
    this.status = stopped.status;
  }
}

/** The API's limits: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
const MAX_ERROR_CHARACTERS = 256;
const MAX_CAUSE_CHARACTERS = 32_768;

const sdk = () => import("@aws-sdk/client-sfn").catch(missingSdk("@aws-sdk/client-sfn"));

/** A client from the environment, made at its first use and kept for the life of the process. */
const defaultClient = rememberClient(async () => {
  const { SFNClient } = await sdk();
  return new SFNClient({ customUserAgent: USER_AGENT }) as AwsClient;
});

/**
 * Stops an execution, and waits until it is over.
 *
 * @param client an `SFNClient`; undefined uses one from the environment.
 * @throws InvalidArgumentError for an ARN that is no execution's, or an EXPRESS one's, which the
 * service cannot stop; what the SDK throws (AccessDeniedException, ExecutionDoesNotExist, …).
 */
export async function stopExecution(
  client: AwsClient | undefined,
  executionArn: string,
  options: StopOptions = {},
): Promise<StoppedExecution> {
  if (parseExecutionArn(executionArn).type === "EXPRESS") {
    throw new InvalidArgumentError(
      `Expected a STANDARD execution, got an EXPRESS one, which Step Functions cannot stop: ${executionArn}. Let the state fail instead, by throwing.`,
    );
  }
  const error = cutText("error", options.error, MAX_ERROR_CHARACTERS);
  const cause = cutText("cause", options.cause, MAX_CAUSE_CHARACTERS);
  const { DescribeExecutionCommand, StopExecutionCommand } = await sdk();
  const target = client ?? (await defaultClient());
  const request = options.signal === undefined ? {} : { abortSignal: options.signal };

  const { stopDate = new Date() } = (await target.send(
    new StopExecutionCommand({ executionArn, error, cause }),
    request,
  )) as { stopDate?: Date };
  if (options.wait === false) return { status: undefined, stopDate };

  const describeExecution = async () => {
    const command = new DescribeExecutionCommand({ executionArn });
    const { status } = (await target.send(command, request)) as { status?: ExecutionStatus };
    return status;
  };
  try {
    const status = await pollUntil(describeExecution, (seen) => seen !== "RUNNING", {
      timeLimit: options.waitLimit ?? 10_000,
      firstWait: 100,
      longestWait: 2_000,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    return { status, stopDate };
  } catch (failure) {
    // It is stopped; that this role may not look on is no failure.
    if (failure instanceof Error && failure.name === "AccessDeniedException") {
      return { status: undefined, stopDate };
    }
    throw failure;
  }
}

function cutText(option: string, text: unknown, limit: number): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== "string") {
    throw new InvalidArgumentError(
      `Expected the "${option}" option to be a string, got ${describe(text)}.`,
    );
  }
  if (text.length <= limit) return text;
  // Not in the middle of a surrogate pair.
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
