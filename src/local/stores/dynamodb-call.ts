import type { HttpResponse } from "../http/listener.js";

export type DynamodbInput = Readonly<Record<string, unknown>>;

/** One request for one operation, and the DynamoDB beneath to ask further questions with the same credentials. */
export interface DynamodbCall {
  readonly input: DynamodbInput;
  /** Passes the request on as it came. */
  forward(): Promise<HttpResponse>;
  ask(operation: string, input: DynamodbInput): Promise<HttpResponse>;
}

/** An error as DynamoDB sends it; `facts` are further members of the body. */
export function failure(
  status: number,
  code: string,
  message: string,
  facts: DynamodbInput = {},
): HttpResponse {
  const type = `com.amazonaws.dynamodb.v20120810#${code}`;
  return success({ __type: type, message, ...facts }, status);
}

/** An answer as DynamoDB sends it. */
export function success(body: DynamodbInput, status = 200): HttpResponse {
  const headers = { "content-type": "application/x-amz-json-1.0" };
  return { status, headers, body: JSON.stringify(body) };
}

/** The object in a body; undefined when it holds none. */
export function parseObject(body: Buffer | string): DynamodbInput | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as DynamodbInput) : undefined; // just looked at
  } catch {
    return undefined;
  }
}
