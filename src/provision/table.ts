import type {
  DescribeTableCommandOutput,
  DescribeTimeToLiveCommandOutput,
  TableDescription,
  UpdateTimeToLiveCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type AwsClient, missingSdk } from "../shared/clients.js";
import { pollUntil } from "../shared/poll.js";
import type { TableChange } from "./change.js";
import { ProvisionTimeoutError } from "./errors.js";
import { createGateway, unlessCalled } from "./gateway.js";
import type { ProvisionSettings } from "./options.js";
import { checkTable, isExpiring, type TableFound } from "./plan-table.js";

const sdk = () => import("@aws-sdk/client-dynamodb").catch(missingSdk("@aws-sdk/client-dynamodb"));

/** The DynamoDB gateway: looks at the table, changes it, and waits for it. */
export function createTableGateway(
  { clients, region, timeLimit }: ProvisionSettings,
  signal: AbortSignal,
) {
  const { ask, region: clientRegion } = createGateway({
    sdk,
    client: clients.dynamodb,
    makeClient: ({ DynamoDBClient }, config) => new DynamoDBClient(config) as AwsClient,
    region,
    signal,
  });

  return {
    clientRegion,
    look,
    waitUntilUsable,

    /** Makes a change. That somebody else made it at the same time is success, where it is the same. */
    async apply(name: string, change: TableChange): Promise<void> {
      if (change.operation === "UpdateTimeToLive") return switchOn(name, change.input);
      await unlessCalled(
        ask("CreateTable", name, (module) => new module.CreateTableCommand(change.input)),
        "ResourceInUseException",
      );
    },
  };

  /** The table as it is; undefined where there is none. */
  async function look(name: string): Promise<TableFound | undefined> {
    const description = await describeTable(name);
    if (description === undefined) return undefined;
    const { TimeToLiveDescription = {} } = await ask<DescribeTimeToLiveCommandOutput>(
      "DescribeTimeToLive",
      name,
      (module) => new module.DescribeTimeToLiveCommand({ TableName: name }),
    );
    return { description, timeToLive: TimeToLiveDescription };
  }

  async function switchOn(name: string, input: UpdateTimeToLiveCommandInput): Promise<void> {
    await waitUntilUsable(name);
    try {
      await ask("UpdateTimeToLive", name, (module) => new module.UpdateTimeToLiveCommand(input));
    } catch (error) {
      const found = await look(name);
      if (found === undefined || !isExpiring(found)) throw error;
      checkTable(name, found);
    }
  }

  /**
   * Waits until the table takes reads and writes.
   *
   * @throws ProvisionConflictError where it turns out to be another one.
   */
  async function waitUntilUsable(name: string): Promise<void> {
    const description = await pollUntil(() => describeTable(name), isCreated, {
      timeLimit,
      firstWait: 100,
      longestWait: 3_000,
      signal,
    });
    if (description === undefined || !isCreated(description)) {
      throw new ProvisionTimeoutError(timeLimit, `the table "${name}" to be ACTIVE`);
    }
    checkTable(name, { description, timeToLive: {} });
  }

  async function describeTable(name: string): Promise<TableDescription | undefined> {
    const output = await unlessCalled(
      ask<DescribeTableCommandOutput>(
        "DescribeTable",
        name,
        (module) => new module.DescribeTableCommand({ TableName: name }),
      ),
      "ResourceNotFoundException",
    );
    return output?.Table;
  }
}

/** After CreateTable, a table may even be unknown for a moment. */
function isCreated(description: TableDescription | undefined): boolean {
  return description !== undefined && description.TableStatus !== "CREATING";
}
