import { setTimeout as sleep } from "node:timers/promises";
import type { HttpRequest, HttpResponse, HttpService } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { itemOnConditionFailure } from "./condition-failure.js";
import { type Dynalite, openDynalite } from "./dynalite.js";
import { type DynamodbCall, type DynamodbInput, failure, parseObject } from "./dynamodb-call.js";
import { refuseDeepExpressions } from "./expression-depth.js";
import type { KeptStores } from "./kept-stores.js";
import { once } from "./once.js";
import { TimeToLive } from "./time-to-live.js";

type Operation = (call: DynamodbCall) => Promise<HttpResponse>;

/** What changes the settings that dynalite does not keep. */
const SETTINGS: ReadonlySet<string> = new Set(["CreateTable", "DeleteTable", "UpdateTimeToLive"]);

const TARGET = "DynamoDB_20120810.";

export interface DynamodbStoreOptions {
  readonly region: string;
  /** Default: nothing is kept. */
  readonly kept?: KeptStores | undefined;
}

/** DynamoDB in memory, or in a folder: dynalite, and the operations that it lacks. It starts at the first request. */
export function dynamodbStore({ region, kept }: DynamodbStoreOptions): HttpService {
  let opened: Dynalite | undefined;
  const engine = once(async () => {
    opened = await openDynalite(region, kept?.dynamodb);
    return opened;
  });
  const timeToLive = new TimeToLive(kept?.timeToLive);
  const operations = new Map<string, Operation>([
    ["CreateTable", (call) => settled(call, timeToLive)],
    ["UpdateTable", (call) => settled(call)],
    ["DeleteTable", (call) => settled(call, timeToLive)],
    ["UpdateTimeToLive", (call) => timeToLive.update(call)],
    ["DescribeTimeToLive", (call) => timeToLive.describe(call)],
    ["PutItem", itemOnConditionFailure],
    ["UpdateItem", itemOnConditionFailure],
    ["DeleteItem", itemOnConditionFailure],
    ["TagResource", checkedTags],
  ]);
  return {
    async handle(request) {
      const dynalite = await engine();
      const name = operationOf(request);
      // A batch is large, and there is nothing to look at in it.
      const input = name === "BatchWriteItem" ? undefined : parseObject(request.body);
      // What cannot be read is refused by dynalite, in DynamoDB's words.
      if (input === undefined) return dynalite.send(request);
      refuseDeepExpressions(input);
      const operation = operations.get(name);
      return operation === undefined
        ? dynalite.send(request)
        : kept === undefined || !SETTINGS.has(name)
          ? operation(callOf(dynalite, request, input))
          : operation(callOf(dynalite, request, input)).finally(() => kept.settled());
    },
    formatError: ({ status, code, message }) => failure(status, code, message),
    async close() {
      await opened?.close();
    },
  };
}

function operationOf({ headers }: HttpRequest): string {
  const target = headers["x-amz-target"] ?? "";
  return target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
}

function callOf(dynalite: Dynalite, request: HttpRequest, input: DynamodbInput): DynamodbCall {
  return {
    input,
    forward: () => dynalite.send(request),
    ask: (operation, question) =>
      dynalite.send({
        ...request,
        headers: { ...request.headers, "x-amz-target": TARGET + operation },
        body: Buffer.from(JSON.stringify(question)),
      }),
  };
}

/** Creates, changes or deletes a table, and answers when the table has come to rest, so that it is usable at once. */
async function settled(call: DynamodbCall, timeToLive?: TimeToLive): Promise<HttpResponse> {
  const answer = await call.forward();
  if (answer.status !== 200) return answer;
  const { TableName } = call.input;
  timeToLive?.forget(TableName);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { body } = await call.ask("DescribeTable", { TableName });
    const table = parseObject(body)?.Table as { TableStatus?: unknown } | undefined; // DescribeTable's output
    if (table === undefined || table.TableStatus === "ACTIVE") break;
    await sleep(1);
  }
  return answer;
}

/** dynalite ends the process on a tag without a key or value: it is refused here. */
async function checkedTags(call: DynamodbCall): Promise<HttpResponse> {
  const { Tags } = call.input;
  const isTag = (tag: { Key?: unknown; Value?: unknown } | null) =>
    typeof tag?.Key === "string" && typeof tag.Value === "string";
  if (Array.isArray(Tags) && !Tags.every(isTag)) {
    const message = "Expected each of Tags to be an object with Key and Value";
    throw new WireException(400, "ValidationException", message);
  }
  return call.forward();
}
