import { randomUUID } from "node:crypto";
import type { Failure } from "../engine/index.js";

/** What the SDK's errors have beside a message. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId?: string };
}

/** Whether an error is one that a service of AWS answered, as its SDK throws it: one of the connection has no status. */
export function isSdkError(error: unknown): error is SdkError {
  if (!(error instanceof Error) || !("$metadata" in error)) return false;
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: unknown }; // of the SDK's errors
  return typeof httpStatusCode === "number";
}

/** The service of an SDK's error, as its client is called: `KMS`; undefined where its classes do not tell. */
export function serviceOfError(error: unknown): string | undefined {
  return classesOf(error)
    .map((name) => /^(.+)ServiceException$/.exec(name)?.[1])
    .find((name) => name !== undefined);
}

/** The names of an error's class and those above it: the SDK has one for each service, and one for each error that its model names. */
function classesOf(error: unknown): string[] {
  const names: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(error);
  while (prototype !== null && prototype !== undefined) {
    names.push((prototype as object).constructor.name); // what a prototype has
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

/** Whether an error has a class of its own in the service's model: others are told by the name of the service. */
function isModelled(error: SdkError): boolean {
  const service = serviceOfError(error);
  if (service !== undefined) return classesOf(error)[0] !== `${service}ServiceException`;
  return !/^(?:ValidationException|ValidationError|UnknownError)$/.test(error.name);
}

/** An error of the SDK as `aws-sdk:*` integrations tell it; `service` is the client's name: `KMS`. */
export function sdkFailure(service: string, error: unknown): Failure {
  const name = javaName(service);
  if (!isSdkError(error)) return clientFailure(name, error);
  const { httpStatusCode, requestId = randomUUID() } = error.$metadata;
  return {
    error: `${name}.${isModelled(error) ? exceptionName(error.name) : `${name}Exception`}`,
    cause: `${error.message} (Service: ${name}, Status Code: ${httpStatusCode}, Request ID: ${requestId}) (SDK Attempt Count: 1)`,
  };
}

/** The names under which optimized integrations tell a service and its errors. */
const OPTIMIZED: Readonly<Record<string, readonly [prefix: string, service: string]>> = {
  batch: ["Batch", "AWSBatch"],
  codebuild: ["CodeBuild", "AWSCodeBuild"],
  dynamodb: ["DynamoDB", "AmazonDynamoDBv2"],
  ecs: ["ECS", "AmazonECS"],
  eks: ["EKS", "AmazonEKS"],
  events: ["EventBridge", "AmazonCloudWatchEvents"],
  glue: ["Glue", "AWSGlue"],
  lambda: ["Lambda", "AWSLambda"],
  sagemaker: ["SageMaker", "AmazonSageMaker"],
  sns: ["SNS", "AmazonSNS"],
  sqs: ["SQS", "AmazonSQS"],
  states: ["StepFunctions", "AWSStepFunctions"],
};

/** An error of the SDK as optimized integrations tell it; `resourceType` is `sqs`. */
export function optimizedFailure(resourceType: string, error: unknown): Failure {
  const fallback = `${resourceType[0]?.toUpperCase()}${resourceType.slice(1)}`;
  const [prefix, service] = OPTIMIZED[resourceType] ?? [fallback, fallback];
  if (!isSdkError(error)) return clientFailure(prefix, error);
  const { httpStatusCode, requestId = randomUUID() } = error.$metadata;
  const general = `${service.replace(/v\d+$/, "")}Exception`;
  return {
    error: `${prefix}.${isModelled(error) ? exceptionName(error.name) : general}`,
    cause: `${error.message} (Service: ${service}; Status Code: ${httpStatusCode}; Error Code: ${error.name}; Request ID: ${requestId}; Proxy: null)`,
  };
}

/** The request had no answer, or could not be made. */
function clientFailure(prefix: string, error: unknown): Failure {
  const cause = error instanceof Error ? error.message : String(error);
  return { error: `${prefix}.SdkClientException`, cause };
}

function exceptionName(name: string): string {
  return name.endsWith("Exception") ? name : `${name}Exception`;
}

/** `KMS` is `Kms`, `DynamoDB` is `DynamoDb`, `RDSData` is `RdsData`: as AWS's SDK for Java spells them. */
export function javaName(service: string): string {
  return service
    .replace(/^IoT/, "Iot")
    .replace(
      /([A-Z])([A-Z]+)(?=[A-Z][a-z]|\d|$)/g,
      (_, first: string, rest: string) => first + rest.toLowerCase(),
    );
}
