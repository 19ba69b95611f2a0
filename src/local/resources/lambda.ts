import type { JsonValue } from "../../shared/json.js";
import { type Resource, TaskFailure } from "../engine/index.js";
import { findFunction, type LocalFunctions } from "./functions.js";
import { invoke } from "./invoke.js";
import { sdkMetadata } from "./sdk-metadata.js";
import type { Site } from "./site.js";

/** A Task whose resource is the ARN of a function: the input is the event, the result what it returns. */
export function functionResource(functions: LocalFunctions, site: Site): Resource {
  return {
    async run({ resource, parameters, signal }) {
      const found = findFunction(functions, resource.arn, site);
      if (found === undefined) throw new TaskFailure(notFound(resource.arn));
      return (await invoke(found, parameters, signal)).payload;
    },
  };
}

/** `lambda:invoke`: https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html. */
export function lambdaInvoke(functions: LocalFunctions, site: Site): Resource {
  return {
    async run({ parameters, signal }) {
      const { FunctionName, Payload, LogType } = (parameters ?? {}) as Readonly<
        Record<string, JsonValue>
      >; // members are looked at below
      const reference = typeof FunctionName === "string" ? FunctionName : "";
      const found = findFunction(functions, reference, site);
      if (found === undefined) throw new TaskFailure(notFound(arnOf(reference, site)));
      const { payload, requestId } = await invoke(found, eventOf(Payload), signal);
      const length = Buffer.byteLength(JSON.stringify(payload));
      return {
        ExecutedVersion: "$LATEST",
        ...(LogType === "Tail" ? { LogResult: logOf(requestId) } : {}),
        Payload: payload,
        ...sdkMetadata(requestId, length, {
          "Content-Type": "application/json",
          "X-Amz-Executed-Version": "$LATEST",
          "x-amzn-Remapped-Content-Length": "0",
        }),
        StatusCode: 200,
      };
    },
  };
}

/** The event that a Payload stands for: text that is JSON goes as the JSON that it is. */
function eventOf(payload: JsonValue | undefined): JsonValue {
  if (typeof payload !== "string") return payload ?? {};
  try {
    return JSON.parse(payload) as JsonValue; // from JSON
  } catch {
    return payload;
  }
}

/** The lines that Lambda itself writes around a function's own, which go to this process's output. */
function logOf(requestId: string): string {
  const lines = [
    `START RequestId: ${requestId} Version: $LATEST`,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tMemory Size: 128 MB`,
  ];
  return Buffer.from(`${lines.join("\n")}\n`).toString("base64");
}

function arnOf(reference: string, { region, account }: Site): string {
  return reference.startsWith("arn:")
    ? reference
    : `arn:aws:lambda:${region}:${account}:function:${reference}`;
}

function notFound(arn: string) {
  const id = crypto.randomUUID();
  return {
    error: "Lambda.ResourceNotFoundException",
    cause: `Function not found: ${arn}:$LATEST (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${id}; Proxy: null)`,
  };
}
