import { dynamodbAnswer } from "../../faults/answers.js";
import type { Exchange, Outcome } from "../../faults/exchange.js";
import { isObject, type Json, type JsonObject } from "../../faults/json.js";

/** A DynamoDB request as a fault gets it. */
export function dynamodbExchange(operation: string, input: JsonObject): Exchange {
  const body = Buffer.from(JSON.stringify(input));
  return {
    service: "dynamodb",
    request: {
      index: 0,
      operation,
      method: "POST",
      path: "/",
      headers: {},
      input,
      bytes: body.length,
      started: 0,
      faults: [],
    },
    body,
    input,
    closing: new AbortController().signal,
  };
}

/** A store that answers everything with `output` and remembers what reached it. */
export function recordingStore(output: JsonObject = {}) {
  const received: JsonObject[] = [];
  const store = async (exchange: Exchange): Promise<Outcome> => {
    const input: Json = JSON.parse(exchange.body.toString());
    if (isObject(input)) received.push(input);
    return { type: "answer", answer: dynamodbAnswer(200, output) };
  };
  return { received, store };
}

export function outputOf(outcome: Outcome): { status: number; output: JsonObject } {
  if (outcome.type !== "answer") throw new Error(`Expected an answer, got ${outcome.type}`);
  return {
    status: outcome.answer.status,
    output: JSON.parse(outcome.answer.body.toString()) as JsonObject, // all that DynamoDB answers is an object
  };
}

/** A put request of a row with so many bytes of data. */
export function put(partitionKey: string, sortKey: number, bytes = 1): JsonObject {
  return {
    PutRequest: {
      Item: {
        partition_key: { S: partitionKey },
        sort_key: { N: String(sortKey) },
        data: { S: "x".repeat(bytes) },
      },
    },
  };
}
