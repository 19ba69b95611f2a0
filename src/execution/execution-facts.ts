import type { ExecutionStatus } from "../shared/execution-status.js";
/** What DescribeExecution tells, its JSON read. */
export interface ExecutionDescription<Output = unknown> {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  /** Where it was started by one. */
  readonly stateMachineVersionArn: string | undefined;
  readonly stateMachineAliasArn: string | undefined;
  readonly status: ExecutionStatus;
  readonly startDate: Date;
  /** undefined while it runs. */
  readonly stopDate: Date | undefined;
  readonly input: unknown;
  /** undefined unless it has succeeded. */
  readonly output: Output | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly redriveCount: number;
  readonly redriveStatus: string | undefined;
  readonly redriveStatusReason: string | undefined;
  /** Of the child of a distributed Map. */
  readonly mapRunArn: string | undefined;
  readonly traceHeader: string | undefined;
}

/** As the SDK answers. */
export interface DescribedExecution {
  readonly executionArn?: string | undefined;
  readonly name?: string | undefined;
  readonly stateMachineArn?: string | undefined;
  readonly stateMachineVersionArn?: string | undefined;
  readonly stateMachineAliasArn?: string | undefined;
  readonly status?: ExecutionStatus | undefined;
  readonly startDate?: Date | undefined;
  readonly stopDate?: Date | undefined;
  readonly input?: string | undefined;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly redriveCount?: number | undefined;
  readonly redriveStatus?: string | undefined;
  readonly redriveStatusReason?: string | undefined;
  readonly mapRunArn?: string | undefined;
  readonly traceHeader?: string | undefined;
}

export function readDescription<Output>(
  described: DescribedExecution,
  arn: string,
): ExecutionDescription<Output> {
  return {
    arn: described.executionArn ?? arn,
    name: described.name ?? nameIn(arn),
    stateMachineArn: described.stateMachineArn ?? "",
    stateMachineVersionArn: described.stateMachineVersionArn,
    stateMachineAliasArn: described.stateMachineAliasArn,
    status: described.status ?? "RUNNING",
    startDate: described.startDate ?? new Date(0),
    stopDate: described.stopDate,
    input: readJson(described.input),
    // The caller says what the machine gives.
    output: readJson(described.output) as Output | undefined,
    error: described.error,
    cause: described.cause,
    redriveCount: described.redriveCount ?? 0,
    redriveStatus: described.redriveStatus,
    redriveStatusReason: described.redriveStatusReason,
    mapRunArn: described.mapRunArn,
    traceHeader: described.traceHeader,
  };
}

/** The value of JSON text; what is no JSON (a text that the service cut) stays as it is. */
export function readJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function nameIn(arn: string): string {
  return arn.split(":")[7] ?? "";
}
