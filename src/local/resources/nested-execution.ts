import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import { type Resource, type Run, TaskFailure } from "../engine/index.js";
import { sdkMetadata } from "./sdk-metadata.js";

/** The way to executions beside the one that asks. */
export interface NestedExecutions {
  /** Starts an execution. Throws an error whose `code` and `message` are the API's. */
  start(request: NestedStart): Run;
  ended(arn: string): Promise<Run>;
  stop(arn: string): void;
}

export interface NestedStart {
  readonly stateMachineArn: string;
  readonly name?: string;
  readonly input: string;
  /** What the name is made of where none is given: the same key finds the execution that was started by it. */
  readonly key: string;
}

/** `states:startExecution` and its `.sync` forms: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html. */
export function startExecution(nested: NestedExecutions): Resource {
  return {
    waitsForExecutions: true,
    async run({ resource, parameters, signal, submitted, token, earlier }) {
      const started = (earlier ?? start(nested, parameters, token)) as Started; // what it was before
      const arn = started.ExecutionArn;
      const pattern = resource.kind === "integration" ? resource.pattern : "request";
      if (pattern === "request" || pattern === "waitForTaskToken") return started;
      submitted(started);
      signal.addEventListener("abort", () => nested.stop(arn));
      const ended = await nested.ended(arn);
      const described = describe(ended, pattern === "sync:2");
      if (ended.status === "SUCCEEDED") return described;
      throw new TaskFailure({
        error: "States.TaskFailed",
        cause: JSON.stringify(describe(ended, false)),
      });
    },
  };
}

type Started = { readonly [member: string]: JsonValue } & { readonly ExecutionArn: string };

function start(nested: NestedExecutions, parameters: JsonValue, key: string): Started {
  const { StateMachineArn, Input, Name } = (parameters ?? {}) as Readonly<
    Record<string, JsonValue>
  >; // members are looked at below
  const input = typeof Input === "string" ? Input : JSON.stringify(Input ?? {});
  try {
    const run = nested.start({
      stateMachineArn: String(StateMachineArn),
      input,
      key,
      ...(typeof Name === "string" ? { name: Name } : {}),
    });
    return {
      ExecutionArn: run.arn,
      ...sdkMetadata(randomUUID(), 160, { "Content-Type": "application/x-amz-json-1.0" }),
      StartDate: run.startedAt,
    };
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string }; // a wire exception, or a fault of ours
    if (code === undefined) throw error;
    throw new TaskFailure({
      error: `StepFunctions.${code}Exception`,
      cause: `${message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null)`,
    });
  }
}

/** What DescribeExecution answers, in the integrations' spelling; without redrives, which are not built yet. */
function describe(run: Run, parsed: boolean): JsonValue {
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
    StartDate: run.startedAt,
    StateMachineArn: run.machine.arn,
    Status: run.status,
    ...(stoppedAt === undefined ? {} : { StopDate: stoppedAt }),
  };
}
