import type { HttpRequest, HttpResponse, HttpService } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { operationOf } from "./operation.js";

/** What a task has said to Step Functions. */
export interface StepFunctionsCall {
  readonly operation:
    | "StopExecution"
    | "DescribeExecution"
    | "SendTaskSuccess"
    | "SendTaskFailure"
    | "SendTaskHeartbeat";
  /** As it was sent: `{ executionArn, error, cause }`, `{ taskToken, output }`, … */
  readonly input: Readonly<Record<string, unknown>>;
}

const ANSWERS: Readonly<
  Record<StepFunctionsCall["operation"], (isStopped: boolean) => Readonly<Record<string, unknown>>>
> = {
  StopExecution: () => ({ stopDate: Date.now() / 1_000 }),
  DescribeExecution: (isStopped) => ({ status: isStopped ? "ABORTED" : "RUNNING" }),
  SendTaskSuccess: () => ({}),
  SendTaskFailure: () => ({}),
  SendTaskHeartbeat: () => ({}),
};

/** Takes down what tasks say to Step Functions. No execution runs behind it. */
export function stepFunctionsRecorder(): HttpService & { readonly calls: StepFunctionsCall[] } {
  const calls: StepFunctionsCall[] = [];
  const stopped = new Set<unknown>();

  async function handle(request: HttpRequest): Promise<HttpResponse> {
    const operation = operationOf(request) ?? "";
    if (!isKnown(operation)) {
      throw new WireException(
        400,
        "UnknownOperationException",
        `The Step Functions of a test context takes down ${Object.keys(ANSWERS).join(", ")}, not ${operation || "this request"}.`,
      );
    }
    const input = JSON.parse(request.body.toString()) as StepFunctionsCall["input"]; // of the SDK
    calls.push({ operation, input });
    if (operation === "StopExecution") stopped.add(input.executionArn);
    return json(200, ANSWERS[operation](stopped.has(input.executionArn)));
  }

  return {
    calls,
    handle,
    formatError: ({ status, code, message }) => json(status, { __type: code, message }),
    async close() {},
  };
}

function isKnown(operation: string): operation is StepFunctionsCall["operation"] {
  return Object.hasOwn(ANSWERS, operation);
}

function json(status: number, body: object): HttpResponse {
  const headers = { "content-type": "application/x-amz-json-1.0" };
  return { status, headers, body: JSON.stringify(body) };
}
