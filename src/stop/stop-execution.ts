import { parseExecutionArn } from "../shared/arn.js";
import type { AwsClient } from "../shared/clients.js";
import { InvalidArgumentError, SfnTaskToolsError } from "../shared/errors.js";
import type { ExecutionStatus } from "../shared/execution-status.js";
import { pollUntil } from "../shared/poll.js";
import { cutReason, type Reason } from "../shared/reason.js";
import { defaultSfnClient, sfnSdk } from "../shared/sfn-client.js";

export interface StopOptions extends Reason {
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
  const reason = cutReason(options);
  const { DescribeExecutionCommand, StopExecutionCommand } = await sfnSdk();
  const target = client ?? (await defaultSfnClient());
  const request = options.signal === undefined ? {} : { abortSignal: options.signal };

  const { stopDate = new Date() } = (await target.send(
    new StopExecutionCommand({ executionArn, ...reason }),
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
