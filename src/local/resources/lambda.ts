import type { JsonValue } from "../../shared/json.js";
import type { Resource } from "../engine/index.js";
import type { LambdaFunctions } from "./lambda-functions.js";
import { sdkMetadata } from "./sdk-metadata.js";

/** A Task whose resource is the ARN of a function: the input is the event, the result what it returns. */
export function functionResource(functions: LambdaFunctions): Resource {
  return {
    async run({ resource, parameters, signal }) {
      return (await functions.invoke(resource.arn, parameters, signal)).payload;
    },
  };
}

/** `lambda:invoke`: https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html. */
export function lambdaInvoke(functions: LambdaFunctions): Resource {
  return {
    async run({ parameters, signal }) {
      const { FunctionName, Payload, LogType } = (parameters ?? {}) as Readonly<
        Record<string, JsonValue>
      >; // members are looked at below
      const reference = typeof FunctionName === "string" ? FunctionName : "";
      const { payload, requestId } = await functions.invoke(reference, eventOf(Payload), signal);
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
