import type { JsonValue } from "../../shared/json.js";
import { type Resource, type TaskCall, TaskFailure, type TaskResource } from "../engine/index.js";
import { isSdkError, optimizedFailure, sdkFailure, serviceOfError } from "./sdk-failure.js";
import { answerOfService, objectOf, SHAPES } from "./shapes.js";

/** What a handler is told of the task beside its parameters. */
export interface HandlerCall {
  /** Aborts when nobody waits for the result any more. */
  readonly signal: AbortSignal;
  /** What goes on with the task, once it is sent back: set for `.waitForTaskToken`. */
  readonly taskToken: string | undefined;
  readonly executionArn: string;
  readonly stateMachineName: string;
  /** The name of the Task state. */
  readonly state: string;
  /** How often the state has tried before, in this visit. */
  readonly retryCount: number;
  /** Of a `.sync` task: says that the job has been taken, and what the service answered. */
  submitted(output: unknown): void;
}

/**
 * Does the work of a Task: resolves to its result; to undefined for what `sqs:sendMessage`,
 * `sns:publish`, `events:putEvents`, `states:startExecution`, `http:invoke` or `apigateway:invoke`
 * answer when all is well. A
 * StatusCode from 400 on and a FailedEntryCount fail the task as they do on AWS. What it throws fails
 * the task: the error's name, and its message as the cause; an error of the AWS SDK as the
 * integration tells it. For a `.waitForTaskToken` Task the result is what the service would have
 * answered; the task itself goes on when its token is sent back.
 */
export type ResourceHandler = {
  handle(parameters: unknown, call: HandlerCall): unknown;
}["handle"];

/** A handler, as the engine calls it. */
export function handled(handler: ResourceHandler): Resource {
  return {
    async run(call: TaskCall) {
      const { resource, parameters } = call;
      const isJob = resource.kind === "integration" && resource.pattern.startsWith("sync");
      let wasSubmitted = false;
      const submitted = (output: unknown) => {
        if (isJob && !wasSubmitted) call.submitted(jsonOf(output) ?? {});
        wasSubmitted = true;
      };
      const answer = jsonOf(await answerOf(handler, call, submitted));
      if (isJob) submitted(answerOfService(resource, parameters));
      const shape = isJob ? undefined : SHAPES[keyOf(resource)];
      const result = answer === undefined ? shape?.answer(objectOf(parameters)) : answer;
      const failure = shape?.failure(objectOf(result));
      if (failure !== undefined) throw new TaskFailure(failure);
      return result ?? null;
    },
  };
}

function keyOf(resource: TaskResource): string {
  return resource.kind === "integration" ? `${resource.resourceType}:${resource.action}` : "";
}

async function answerOf(
  handler: ResourceHandler,
  call: TaskCall,
  submitted: (output: unknown) => void,
): Promise<unknown> {
  const { resource, signal, taskToken, executionArn, stateMachineName, state, retryCount } = call;
  // A copy, as over a wire: a handler cannot reach into the execution.
  const parameters = structuredClone(call.parameters);
  const told = { signal, taskToken, executionArn, stateMachineName, state, retryCount, submitted };
  try {
    return await handler(parameters, told);
  } catch (error) {
    if (error instanceof TaskFailure) throw error;
    if (isSdkError(error) && resource.kind === "integration") {
      const { resourceType } = resource;
      const service = /^aws-sdk:(.+)/.exec(resourceType)?.[1];
      const capital = `${service?.[0]?.toUpperCase()}${service?.slice(1)}`;
      throw new TaskFailure(
        service === undefined
          ? optimizedFailure(resourceType, error)
          : sdkFailure(serviceOfError(error) ?? capital, error),
      );
    }
    const failure =
      error instanceof Error
        ? { error: error.name, cause: error.message }
        : { error: "States.TaskFailed", cause: String(error) };
    throw new TaskFailure(failure);
  }
}

function jsonOf(value: unknown): JsonValue | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as JsonValue); // from JSON
}
