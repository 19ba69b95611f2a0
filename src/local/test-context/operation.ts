import type { HttpRequest } from "../http/listener.js";

/** What a task's tools ask of AWS. */
export type Operation =
  | "BatchWriteItem"
  | "DeleteItem"
  | "DeleteObjects"
  | "DescribeExecution"
  | "GetItem"
  | "GetObject"
  | "PutItem"
  | "PutObject"
  | "Query"
  | "SendTaskFailure"
  | "SendTaskHeartbeat"
  | "SendTaskSuccess"
  | "StopExecution"
  | "UpdateItem";

/** The API's name of a request: DynamoDB and Step Functions name it in a header, S3 in the query. */
export function operationOf({ headers, url }: HttpRequest): string | undefined {
  const target = headers["x-amz-target"];
  if (target !== undefined) return target.split(".").at(-1);
  const query = new URLSearchParams(url.split("?")[1] ?? "");
  return query.has("delete") ? "DeleteObjects" : (query.get("x-id") ?? undefined);
}
