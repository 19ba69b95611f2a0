import type { JsonValue } from "../../shared/json.js";
import { type Resource, type TaskCall, TaskFailure, type TaskResource } from "../engine/index.js";
import { dynamodb } from "./dynamodb.js";
import { findFunction, type LocalFunctions } from "./functions.js";
import { functionResource, lambdaInvoke } from "./lambda.js";
import { type NestedExecutions, startExecution } from "./nested-execution.js";
import { s3 } from "./s3.js";
import type { CallS3 } from "./s3-client.js";
import type { Site } from "./site.js";
import { type CallStates, stepFunctions } from "./step-functions.js";

/**
 * Does the work of a Task: resolves to its result. What it throws fails the task: the error's name,
 * and its message as the cause. For a `.waitForTaskToken` Task the result is what the service would
 * have answered; the task itself goes on when its token is sent back.
 */
export type ResourceHandler = {
  handle(parameters: unknown, call: { readonly signal: AbortSignal }): unknown;
}["handle"];

export interface ResourceOptions {
  readonly site: Site;
  readonly functions: LocalFunctions;
  /** By the ARN of a resource, or the end of one: `sqs:sendMessage`, `aws-sdk:s3:*`. */
  readonly handlers: Readonly<Record<string, ResourceHandler>>;
  /** Where DynamoDB is; undefined when there is none. */
  readonly dynamodb: (() => string) | undefined;
  /** S3; undefined when there is none. */
  readonly callS3: CallS3 | undefined;
  readonly nested: NestedExecutions;
  readonly callStates: CallStates;
}

export interface ResourceTable {
  resourceOf(resource: TaskResource): Resource | undefined;
  /** Why a Task's resource cannot be run, and the way out; undefined when it can. */
  unhandled(resource: TaskResource): string | undefined;
}

/** The resources by ARN: what the caller handles comes first, then what is built in. */
export function resourceTable(options: ResourceOptions): ResourceTable {
  const { site, functions, handlers, dynamodb: endpoint } = options;
  const builtIn: Readonly<Record<string, Resource | undefined>> = {
    "lambda:invoke": lambdaInvoke(functions, site),
    "states:startExecution": startExecution(options.nested),
    "dynamodb:*": endpoint === undefined ? undefined : dynamodb(endpoint, "optimized"),
    "aws-sdk:dynamodb:*": endpoint === undefined ? undefined : dynamodb(endpoint, "sdk"),
    "aws-sdk:s3:*": options.callS3 === undefined ? undefined : s3(options.callS3),
    "aws-sdk:sfn:*": stepFunctions(options.callStates),
  };
  const onFunction = functionResource(functions, site);

  function resourceOf(resource: TaskResource): Resource | undefined {
    const own = keysOf(resource).find((key) => Object.hasOwn(handlers, key));
    const handler = own === undefined ? undefined : handlers[own];
    if (handler !== undefined) return handled(handler);
    if (resource.kind === "lambda") return onFunction;
    return keysOf(resource).flatMap((key) => builtIn[key] ?? [])[0];
  }

  return {
    resourceOf,
    unhandled(resource) {
      if (resource.kind === "activity") return undefined;
      if (resource.kind === "lambda" && resourceOf(resource) === onFunction) {
        const found = findFunction(functions, resource.arn, site);
        return found === undefined
          ? `No function is given for "${resource.arn}": name it in the "functions" option`
          : undefined;
      }
      return resourceOf(resource) === undefined
        ? `The local engine does not run "${resource.arn}" by itself: give a handler for it in the "handlers" option`
        : undefined;
    },
  };
}

/** The keys under which a resource may be handled, the most particular first. */
function keysOf(resource: TaskResource): string[] {
  if (resource.kind !== "integration") return [resource.arn];
  const { arn, resourceType, action } = resource;
  return [
    arn,
    `${resourceType}:${resource.resource}`,
    `${resourceType}:${action}`,
    `${resourceType}:*`,
  ];
}

function handled(handler: ResourceHandler): Resource {
  return {
    async run({ parameters, signal }: TaskCall) {
      try {
        const result = await handler(parameters, { signal });
        return result === undefined ? null : (JSON.parse(JSON.stringify(result)) as JsonValue); // from JSON
      } catch (error) {
        if (error instanceof TaskFailure) throw error;
        const failure =
          error instanceof Error
            ? { error: error.name, cause: error.message }
            : { error: "States.TaskFailed", cause: String(error) };
        throw new TaskFailure(failure);
      }
    },
  };
}
