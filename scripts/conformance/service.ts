import type { Local } from "sfn-task-tools/local";
import { isObject, type Json, type JsonObject } from "./json.js";

/** An answer that is an error. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly status: number;
  readonly code: string;
  readonly members: JsonObject;

  constructor(status: number, code: string, message: string, members: JsonObject = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.members = members;
  }

  override toString(): string {
    return `${this.code}: ${this.message}`;
  }
}

/** Calls of a case. */
export interface Service {
  states(operation: string, params: JsonObject): Promise<JsonObject>;
  /** DynamoDB or S3, by its SDK. */
  other(service: string, operation: string, params: JsonObject): Promise<JsonObject>;
}

const SDKS: Readonly<Record<string, { module: string; client: string }>> = {
  dynamodb: { module: "@aws-sdk/client-dynamodb", client: "DynamoDBClient" },
  s3: { module: "@aws-sdk/client-s3", client: "S3Client" },
};

/** What is offered beside Step Functions. */
export const OFFERED: ReadonlySet<string> = new Set(Object.keys(SDKS));

export function serviceOf(local: Local): Service {
  return {
    async states(operation, params) {
      const answer = await fetch(local.endpoint, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": `AWSStepFunctions.${operation}`,
        },
        body: JSON.stringify(params),
      });
      const body = withoutNulls((await answer.json()) as Json) as JsonObject; // the protocol's bodies are objects
      if (answer.ok) {
        return { ...body, ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: answer.status } };
      }
      const { __type, message = "", ...members } = body;
      const code = String(__type).split(":")[0]?.split("#").at(-1) ?? "";
      throw new ServiceError(answer.status, code, String(message), { message, ...members });
    },
    async other(service, operation, params) {
      const sdk = SDKS[service];
      if (sdk === undefined) throw new ServiceError(0, "NotOffered", `${service} is not offered`);
      const module = (await import(sdk.module)) as Record<string, new (input: object) => object>; // an SDK's classes
      const [Client, Command] = [module[sdk.client], module[`${operation}Command`]];
      if (Client === undefined || Command === undefined)
        throw new ServiceError(0, "NotOffered", operation);
      const config = { ...local.clientConfig(service as "dynamodb" | "s3"), forcePathStyle: true };
      const client = new Client(config) as {
        send(command: object): Promise<JsonObject>;
        destroy(): void;
      }; // every client has these
      try {
        // This SDK sends a type of its own where the recording's sent none.
        const type = operation === "PutObject" ? { ContentType: "binary/octet-stream" } : {};
        return await client.send(new Command({ ...type, ...(bytesOf(params) as object) }));
      } catch (error) {
        const { name, message } = error as Error; // the SDK throws errors
        throw new ServiceError(400, name, message);
      } finally {
        client.destroy();
      }
    },
  };
}

/** An absent member and a null one are the same to an SDK. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}

/** Bytes were recorded as an object that says how they are written. */
function bytesOf(value: Json): unknown {
  if (Array.isArray(value)) return value.map(bytesOf);
  if (!isObject(value)) return value;
  const { $utf8, $base64, $bytes } = value;
  if (typeof $utf8 === "string") return Buffer.from($utf8);
  if (typeof $base64 === "string") return Buffer.from($base64, "base64");
  if (typeof $bytes === "number") return Buffer.alloc($bytes, "a");
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bytesOf(item)]));
}
