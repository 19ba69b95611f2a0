import type { JsonValue } from "../../shared/json.js";
import { type Resource, TaskFailure } from "../engine/index.js";
import type { CallS3 } from "./s3-client.js";

/** `aws-sdk:s3:*`: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html. */
export function s3(call: CallS3): Resource {
  return {
    async run({ resource, parameters, signal }) {
      const action = resource.kind === "integration" ? resource.action : "";
      const operation = `${action[0]?.toUpperCase()}${action.slice(1)}`;
      const { Body, ...input } = (parameters ?? {}) as Readonly<Record<string, JsonValue>>; // an object, or nothing
      // An integration takes any JSON for a body, and puts it as JSON.
      const body = Body === undefined ? {} : { Body: JSON.stringify(Body) };
      try {
        const { $metadata: _, ...answer } = await call(operation, { ...input, ...body }, signal);
        return await toJson({ ...ALWAYS[operation], ...answer });
      } catch (error) {
        throw new TaskFailure(failureOf(error));
      }
    },
  };
}

/** What S3 says of any object nowadays, and the one beside leaves out. */
const ALWAYS: Readonly<Record<string, object>> = {
  GetObject: { ServerSideEncryption: "AES256" },
  PutObject: { ChecksumType: "FULL_OBJECT", ServerSideEncryption: "AES256" },
};

async function toJson(answer: Readonly<Record<string, unknown>>): Promise<JsonValue> {
  const { Body } = answer;
  const text = isStream(Body) ? { Body: await Body.transformToString() } : {};
  return JSON.parse(JSON.stringify({ ...answer, ...text })) as JsonValue; // from JSON
}

function isStream(body: unknown): body is { transformToString(): Promise<string> } {
  return typeof body === "object" && body !== null && "transformToString" in body;
}

/** An error as an SDK integration tells it. */
export function failureOf(error: unknown) {
  const { name, message, $metadata } = error as {
    name?: string;
    message?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string; extendedRequestId?: string };
  }; // the SDK's errors, or any other
  if ($metadata?.httpStatusCode === undefined) {
    return { error: "S3.SdkClientException", cause: message ?? String(error) };
  }
  const {
    httpStatusCode,
    requestId = crypto.randomUUID(),
    extendedRequestId = requestId,
  } = $metadata;
  const modelled = name?.endsWith("Exception") === true ? name : `${name}Exception`;
  return {
    error: `S3.${modelled}`,
    cause: `${message} (Service: S3, Status Code: ${httpStatusCode}, Request ID: ${requestId}, Extended Request ID: ${extendedRequestId})`,
  };
}
