import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import { type Earlier, type Resource, type Run, TaskFailure } from "../engine/index.js";
import { sdkMetadata } from "./sdk-metadata.js";

/** An execution that another, its parent, asks for. */
export interface NestedRequest {
  readonly stateMachineArn: string;
  readonly name?: string;
  readonly input: string;
  readonly parentArn: string;
  /** What the name is made of where none is given: the same key finds the execution that was started by it. */
  readonly key: string;
}

/** The way to executions beside the one that asks. */
export interface NestedExecutions {
  /** Starts an execution. Throws an error whose `code` and `message` are the API's. */
  start(request: NestedRequest): Run;
  /** Redrives an execution that can be, once by the same key; resolves to undefined for one that cannot. */
  redrive(arn: string, key: string): Promise<Run | undefined>;
  /** What DescribeExecution tells of redrives. */
  redriveOf(run: Run): {
    readonly redriveCount: number;
    readonly redriveDate?: number;
    readonly redriveStatus: string;
    readonly redriveStatusReason?: string;
  };
  find(arn: string): Run | undefined;
  ended(arn: string): Promise<Run>;
  stop(arn: string): void;
}

/** `states:startExecution` and its `.sync` forms: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html. */
export function startExecution(nested: NestedExecutions): Resource {
  return {
    waitsForExecutions: true,
    async run({ resource, parameters, executionArn, key, signal, submitted, earlier }) {
      const run =
        (await goneOn(nested, earlier, key)) ?? start(nested, parameters, executionArn, key);
      const started = {
        ExecutionArn: run.arn,
        ...sdkMetadata(randomUUID(), 160, { "Content-Type": "application/x-amz-json-1.0" }),
        StartDate: run.startedAt,
      };
      const pattern = resource.kind === "integration" ? resource.pattern : "request";
      if (pattern === "request" || pattern === "waitForTaskToken") return started;
      submitted(started);
      signal.addEventListener("abort", () => nested.stop(run.arn));
      const ended = await nested.ended(run.arn);
      const described = describe(nested, ended, pattern === "sync:2");
      if (ended.status === "SUCCEEDED") return described;
      throw new TaskFailure({
        error: "States.TaskFailed",
        cause: JSON.stringify(describe(nested, ended, false)),
      });
    },
  };
}

/** The execution that was started before: the one that the task waits for, or else redriven, when it can be. */
async function goneOn(
  nested: NestedExecutions,
  earlier: Earlier | undefined,
  key: string,
): Promise<Run | undefined> {
  const { ExecutionArn } = (earlier?.answer ?? {}) as { ExecutionArn?: JsonValue }; // what was submitted then
  if (typeof ExecutionArn !== "string") return undefined;
  return earlier?.isUnderWay ? nested.find(ExecutionArn) : nested.redrive(ExecutionArn, key);
}

function start(
  nested: NestedExecutions,
  parameters: JsonValue,
  parentArn: string,
  key: string,
): Run {
  const { StateMachineArn, Input, Name } = (parameters ?? {}) as Readonly<
    Record<string, JsonValue>
  >; // members are looked at below
  const input = typeof Input === "string" ? Input : JSON.stringify(Input ?? {});
  try {
    return nested.start({
      stateMachineArn: String(StateMachineArn),
      input,
      parentArn,
      key,
      ...(typeof Name === "string" ? { name: Name } : {}),
    });
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string }; // a wire exception, or a fault of ours
    if (code === undefined) throw error;
    throw new TaskFailure({
      error: `StepFunctions.${code}Exception`,
      cause: `${message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null)`,
    });
  }
}

/** What DescribeExecution answers, in the integrations' spelling. */
function describe(nested: NestedExecutions, run: Run, parsed: boolean): JsonValue {
  const { redriveCount, redriveDate, redriveStatus, redriveStatusReason } = nested.redriveOf(run);
  const data = (text: string): JsonValue => (parsed ? (JSON.parse(text) as JsonValue) : text); // from JSON
  const { error, cause, outputText, stoppedAt } = run;
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: run.arn,
    Input: data(run.inputText),
    InputDetails: { Included: true },
    Name: run.name,
    ...(outputText === undefined
      ? {}
      : { Output: data(outputText), OutputDetails: { Included: true } }),
    RedriveCount: redriveCount,
    ...(redriveDate === undefined ? {} : { RedriveDate: redriveDate * 1000 }),
    RedriveStatus: redriveStatus,
    ...(redriveStatusReason === undefined ? {} : { RedriveStatusReason: redriveStatusReason }),
    StartDate: run.startedAt,
    StateMachineArn: run.machine.arn,
    Status: run.status,
    ...(stoppedAt === undefined ? {} : { StopDate: stoppedAt }),
  };
}
