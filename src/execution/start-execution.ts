import type { ExecutionStatus } from "../shared/execution-status.js";
import type { SfnSender } from "../shared/sfn-client.js";
import { checkSfnName } from "../shared/sfn-names.js";
import { ExecutionFailedError } from "./errors.js";
import type { CallOptions } from "./execution.js";
import { readJson } from "./execution-facts.js";
import { executionInput } from "./execution-input.js";
import { executionName } from "./execution-name.js";

export interface StartOptions extends CallOptions {
  /** Unique within the machine for 90 days. Default: made of its name, the time and chance. */
  readonly name?: string | undefined;
  /** For X-Ray. */
  readonly traceHeader?: string | undefined;
}

export interface StartSyncOptions extends StartOptions {
  /** Whether an execution that ends otherwise than SUCCEEDED is an error. Default true. */
  readonly throwOnFailure?: boolean | undefined;
}

/** How an execution of an EXPRESS machine ended. */
export interface SyncResult<Output = unknown> {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly output: Output | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly startDate: Date;
  readonly stopDate: Date;
  readonly billedMilliseconds: number | undefined;
  readonly billedMegabytes: number | undefined;
}

/** Starts an execution; resolves to its ARN. */
export async function startExecution(
  send: SfnSender,
  machineArn: string,
  input: unknown,
  { signal, ...options }: StartOptions,
): Promise<string> {
  const request = requestOf(machineArn, input, options);
  const { executionArn = "" } = await send<{ executionArn?: string }>(
    `the state machine ${machineArn}`,
    ({ StartExecutionCommand }) => new StartExecutionCommand(request),
    signal,
  );
  return executionArn;
}

interface SdkSyncResult {
  executionArn?: string;
  name?: string;
  status?: ExecutionStatus;
  output?: string;
  error?: string;
  cause?: string;
  startDate?: Date;
  stopDate?: Date;
  billingDetails?: { billedDurationInMilliseconds?: number; billedMemoryUsedInMB?: number };
}

/** Runs an execution to its end. */
export async function startSyncExecution<Output>(
  send: SfnSender,
  machineArn: string,
  input: unknown,
  { signal, throwOnFailure = true, ...options }: StartSyncOptions,
): Promise<SyncResult<Output>> {
  const request = requestOf(machineArn, input, options);
  const answer = await send<SdkSyncResult>(
    `the state machine ${machineArn}`,
    ({ StartSyncExecutionCommand }) => new StartSyncExecutionCommand(request),
    signal,
  );
  const { executionArn: arn = "", status = "FAILED", error, cause, billingDetails } = answer;
  if (throwOnFailure && status !== "SUCCEEDED") {
    throw new ExecutionFailedError({ executionArn: arn, status, error, cause });
  }
  return {
    arn,
    name: answer.name ?? request.name,
    status,
    output: readJson(answer.output) as Output | undefined, // the caller says what the machine gives
    error,
    cause,
    startDate: answer.startDate ?? new Date(0),
    stopDate: answer.stopDate ?? new Date(0),
    billedMilliseconds: billingDetails?.billedDurationInMilliseconds,
    billedMegabytes: billingDetails?.billedMemoryUsedInMB,
  };
}

function requestOf(stateMachineArn: string, input: unknown, { name, traceHeader }: StartOptions) {
  // Of a version or an alias, too: `…:stateMachine:<name>:<version>`.
  const machine = stateMachineArn.split(":")[6] ?? "";
  return {
    stateMachineArn,
    input: executionInput(input, machine),
    // Ours, not the service's: a request that the SDK sends twice then starts one execution.
    name: name === undefined ? executionName(machine) : checkSfnName(name, "the execution's name"),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}
