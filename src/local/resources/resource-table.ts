import type { Integration, Resource, TaskResource } from "../engine/index.js";
import { dynamodb } from "./dynamodb.js";
import { functionNameOf, type LocalFunctions } from "./functions.js";
import { handled, type ResourceHandler } from "./handled.js";
import { functionResource, lambdaInvoke } from "./lambda.js";
import { LambdaFunctions } from "./lambda-functions.js";
import { type NestedExecutions, startExecution } from "./nested-execution.js";
import { RoutedServices } from "./routed.js";
import { type Routes, routeOf } from "./routes.js";
import { s3 } from "./s3.js";
import type { CallS3 } from "./s3-client.js";
import { isInstalled } from "./sdk-client.js";
import { sdkPackage } from "./sdk-packages.js";
import type { Site } from "./site.js";
import { type CallStates, stepFunctions } from "./step-functions.js";

export interface ResourceOptions {
  readonly site: Site;
  readonly functions: LocalFunctions;
  /** By the ARN of a resource, or the end of one: `sqs:sendMessage`, `aws-sdk:s3:*`. */
  readonly handlers: Readonly<Record<string, ResourceHandler>>;
  /** Where the work of some Tasks is done instead. */
  readonly routes: Routes;
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

/** The resources by ARN: what the caller handles comes first, then what has a route, then what is built in. */
export function resourceTable(options: ResourceOptions): ResourceTable {
  const { site, handlers, routes, dynamodb: endpoint } = options;
  const routed = new RoutedServices(site);
  const functions = new LambdaFunctions(options.functions, routes, routed, site);
  const builtIn: Readonly<Record<string, Resource | undefined>> = {
    "lambda:invoke": lambdaInvoke(functions),
    "states:startExecution": startExecution(options.nested),
    "dynamodb:*": endpoint === undefined ? undefined : dynamodb(endpoint, "optimized"),
    "aws-sdk:dynamodb:*": endpoint === undefined ? undefined : dynamodb(endpoint, "sdk"),
    "aws-sdk:s3:*": options.callS3 === undefined ? undefined : s3(options.callS3),
    "aws-sdk:sfn:*": stepFunctions(options.callStates),
  };
  const onFunction = functionResource(functions);

  function handlerOf(resource: TaskResource): ResourceHandler | undefined {
    const key = keysOf(resource).find((known) => Object.hasOwn(handlers, known));
    return key === undefined ? undefined : handlers[key];
  }

  /** Of functions the table of them knows the routes: `lambda:invoke` names one only when it runs. */
  function routeFor(resource: TaskResource) {
    if (resource.kind !== "integration" || resource.resourceType === "lambda") return undefined;
    return routeOf(routes, keysOf(resource));
  }

  function resourceOf(resource: TaskResource): Resource | undefined {
    const handler = handlerOf(resource);
    if (handler !== undefined) return handled(handler);
    if (resource.kind === "lambda") return onFunction;
    const route = routeFor(resource);
    if (route !== undefined && resource.kind === "integration") {
      return routed.resource(resource, route);
    }
    return keysOf(resource).flatMap((key) => builtIn[key] ?? [])[0];
  }

  function unhandled(resource: TaskResource): string | undefined {
    if (resource.kind === "activity" || handlerOf(resource) !== undefined) return undefined;
    if (resource.kind === "lambda") return lackOfFunction(resource.arn);
    const route = routeFor(resource);
    if (route !== undefined) return lackOnRoute(resource);
    if (resourceOf(resource) !== undefined) return undefined;
    const { resourceType, resource: end, arn } = resource;
    const key = `${resourceType}:${end}`;
    const ways = `give a handler for "${key}" in the "handlers" option`;
    return resourceType === "http"
      ? `The local engine makes no HTTP requests of its own for "${arn}": ${ways}`
      : `The local engine does not run "${arn}" by itself: ${ways}, or name where it is done in the "routes" option`;
  }

  function lackOfFunction(arn: string): string | undefined {
    if (!functions.has(arn)) {
      const name = functionNameOf(arn) ?? arn;
      return `No function is given for "${arn}": name it in the "functions" option, as "${name}", or in the "routes" option`;
    }
    return functions.routeOf(arn) === undefined ? undefined : lackOfPackage("lambda", arn);
  }

  return { resourceOf, unhandled };
}

/** What a route cannot do. */
function lackOnRoute({ arn, resourceType, resource, pattern }: Integration): string | undefined {
  const way = `give a handler for "${resourceType}:${resource}" in the "handlers" option`;
  if (resourceType === "http") return `"${arn}" is no service that a route could lead to: ${way}`;
  if (pattern.startsWith("sync")) {
    return `A route makes one call, and "${arn}" waits for a job: ${way}`;
  }
  return lackOfPackage(resourceType, arn);
}

function lackOfPackage(resourceType: string, arn: string): string | undefined {
  const name = sdkPackage(resourceType);
  if (isInstalled(name)) return undefined;
  return `The route of "${arn}" needs the package "${name}", which is not installed: npm install --save-dev ${name}`;
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
