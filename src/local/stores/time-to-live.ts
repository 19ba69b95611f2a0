import type { HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { type DynamodbCall, parseObject, success } from "./dynamodb-call.js";

/**
 * The time to live settings of tables. Kept and returned only: AWS deletes an expired item within
 * days, so whoever reads must look at the time by himself, here as there.
 */
export class TimeToLive {
  readonly #attributes: Map<unknown, string>;

  /** `attributes` are by table; what is made of them is kept there. */
  constructor(attributes: Map<string, string> = new Map()) {
    this.#attributes = attributes as Map<unknown, string>; // looked up by what a request names
  }

  async update(call: DynamodbCall): Promise<HttpResponse> {
    const { AttributeName, Enabled } = specification(call);
    const missing = await refusedTable(call);
    if (missing !== undefined) return missing;
    const { TableName } = call.input;
    const current = this.#attributes.get(TableName);
    if (current !== undefined && current !== AttributeName) {
      throw invalid(
        `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`,
      );
    }
    if (Enabled === (current !== undefined)) {
      throw invalid(`TimeToLive is already ${Enabled ? "enabled" : "disabled"}`);
    }
    if (Enabled) this.#attributes.set(TableName, AttributeName);
    else this.#attributes.delete(TableName);
    return success({ TimeToLiveSpecification: { AttributeName, Enabled } });
  }

  async describe(call: DynamodbCall): Promise<HttpResponse> {
    const missing = await refusedTable(call);
    if (missing !== undefined) return missing;
    const AttributeName = this.#attributes.get(call.input.TableName);
    const TimeToLiveDescription =
      AttributeName === undefined
        ? { TimeToLiveStatus: "DISABLED" }
        : { TimeToLiveStatus: "ENABLED", AttributeName };
    return success({ TimeToLiveDescription });
  }

  /** A table that is made or deleted begins without a setting. */
  forget(tableName: unknown): void {
    this.#attributes.delete(tableName);
  }
}

/** DynamoDB's own refusal of a table that is not there, or of a request that is not signed. */
async function refusedTable(call: DynamodbCall): Promise<HttpResponse | undefined> {
  const answer = await call.ask("DescribeTable", { TableName: call.input.TableName });
  if (answer.status !== 200) return answer;
  return parseObject(answer.body)?.Table === undefined ? answer : undefined;
}

function specification({ input }: DynamodbCall): { AttributeName: string; Enabled: boolean } {
  const { AttributeName, Enabled } = (input.TimeToLiveSpecification ?? {}) as {
    AttributeName?: unknown; // as sent, looked at below
    Enabled?: unknown;
  };
  if (typeof AttributeName !== "string" || AttributeName === "" || AttributeName.length > 255) {
    throw invalid(
      "1 validation error detected: Value at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must be a string of 1 to 255 characters",
    );
  }
  if (typeof Enabled !== "boolean") {
    throw invalid(
      "1 validation error detected: Value at 'timeToLiveSpecification.enabled' failed to satisfy constraint: Member must not be null",
    );
  }
  return { AttributeName, Enabled };
}

function invalid(message: string): WireException {
  return new WireException(400, "ValidationException", message);
}
