import type { HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { type DynamodbCall, type DynamodbInput, failure, parseObject } from "./dynamodb-call.js";

/**
 * Serves `ReturnValuesOnConditionCheckFailure`: a write whose condition failed answers with the item
 * as it stands. It is read after the failure, so a write in between shows.
 */
export async function itemOnConditionFailure(call: DynamodbCall): Promise<HttpResponse> {
  const wanted = call.input.ReturnValuesOnConditionCheckFailure ?? "NONE";
  if (wanted !== "ALL_OLD" && wanted !== "NONE") {
    throw new WireException(
      400,
      "ValidationException",
      "1 validation error detected: Value at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
    );
  }
  const answer = await call.forward();
  if (wanted === "NONE" || answer.status === 200) return answer;
  const { __type, message } = parseObject(answer.body) ?? {};
  if (!String(__type).endsWith("#ConditionalCheckFailedException")) return answer;
  const item = await currentItem(call);
  return item === undefined
    ? answer
    : failure(400, "ConditionalCheckFailedException", String(message), { Item: item });
}

async function currentItem(call: DynamodbCall): Promise<unknown> {
  const { TableName } = call.input;
  const Key = (call.input.Key as DynamodbInput | undefined) ?? (await keyOfItem(call));
  const { body } = await call.ask("GetItem", { TableName, Key, ConsistentRead: true });
  return parseObject(body)?.Item;
}

async function keyOfItem(call: DynamodbCall): Promise<DynamodbInput> {
  const { TableName, Item } = call.input;
  const { body } = await call.ask("DescribeTable", { TableName });
  // DescribeTable's output; dynalite took the item, so it is an object that holds the table's key
  const table = (parseObject(body)?.Table ?? {}) as { KeySchema?: { AttributeName: string }[] };
  const item = Item as DynamodbInput;
  const names = (table.KeySchema ?? []).map(({ AttributeName }) => AttributeName);
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}
