import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import { type Resource, TaskFailure } from "../engine/index.js";
import { sdkMetadata } from "./sdk-metadata.js";

/**
 * `dynamodb:*` and `aws-sdk:dynamodb:*`, over the wire: the action's name is the operation's, the
 * parameters are its input.
 */
export function dynamodb(endpoint: () => string, kind: "optimized" | "sdk"): Resource {
  return {
    async run({ resource, parameters, signal }) {
      const action = resource.kind === "integration" ? resource.action : "";
      const operation = `${action[0]?.toUpperCase()}${action.slice(1)}`;
      const { status, requestId, body } = await call(endpoint(), operation, parameters, signal);
      if (status === 200) {
        if (kind === "sdk") return body;
        const length = Buffer.byteLength(JSON.stringify(body));
        const more = { "Content-Type": "application/x-amz-json-1.0", Server: "Server" };
        return { ...(body as object), ...sdkMetadata(requestId, length, more) };
      }
      throw new TaskFailure(failureOf(kind, status, requestId, body));
    },
  };
}

async function call(endpoint: string, operation: string, input: JsonValue, signal: AbortSignal) {
  const requestId = randomUUID();
  try {
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: {
        authorization:
          "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
        "content-type": "application/x-amz-json-1.0",
        "x-amz-date": "20260101T000000Z",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
      },
      body: JSON.stringify(input ?? {}),
      signal,
    });
    const body = (await answer.json()) as JsonValue; // JSON
    return {
      status: answer.status,
      requestId: answer.headers.get("x-amzn-requestid") ?? requestId,
      body,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TaskFailure({
      error: "DynamoDB.SdkClientException",
      cause: `Unable to execute HTTP request: ${reason}`,
    });
  }
}

/** The two kinds of integrations name errors by different SDKs. */
function failureOf(kind: "optimized" | "sdk", status: number, requestId: string, body: JsonValue) {
  const { __type = "", message, Message } = (body ?? {}) as Readonly<Record<string, JsonValue>>; // members are looked at below
  const code = String(__type).split("#").at(-1) ?? "";
  const text = String(message ?? Message ?? "");
  if (kind === "sdk") {
    const modelled = code === "ValidationException" ? "DynamoDbException" : code;
    return {
      error: `DynamoDb.${modelled}`,
      cause: `${text} (Service: DynamoDb, Status Code: ${status}, Request ID: ${requestId})`,
    };
  }
  const modelled = code === "ValidationException" ? "AmazonDynamoDBException" : code;
  return {
    error: `DynamoDB.${modelled}`,
    cause: `${text} (Service: AmazonDynamoDBv2; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  };
}
