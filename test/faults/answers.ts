import { randomUUID } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Answer, Exchange, Outcome } from "./exchange.js";
import type { JsonObject } from "./json.js";

/** An error as DynamoDB or S3 spells it. `code` is the exception's name, `InternalServerError` or `SlowDown`. */
export function errorAnswer(
  { service, request }: Exchange,
  status: number,
  code: string,
  message: string,
): Outcome {
  if (service === "dynamodb") {
    return answer(dynamodbAnswer(status, { __type: `${prefixOf(code)}#${code}`, message }));
  }
  const id = randomUUID();
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${id}</RequestId></Error>`;
  return answer({
    status,
    headers: { "content-type": "application/xml", "x-amz-request-id": id },
    body: Buffer.from(request.method === "HEAD" ? "" : xml),
  });
}

/** A DynamoDB answer with its checksum header. */
export function dynamodbAnswer(status: number, output: JsonObject): Answer {
  const body = Buffer.from(JSON.stringify(output));
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amzn-requestid": randomUUID(),
    "x-amz-crc32": String(crc32(body)),
  };
  return { status, headers, body };
}

export function answer(answer: Answer): Outcome {
  return { type: "answer", answer };
}

/** DynamoDB speaks of its own exceptions and of those that all services have under different prefixes. */
function prefixOf(code: string): string {
  const common = ["AccessDeniedException", "ThrottlingException"].includes(code);
  return common ? "com.amazon.coral.service" : "com.amazonaws.dynamodb.v20120810";
}
