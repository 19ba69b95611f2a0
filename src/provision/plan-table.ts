import type {
  CreateTableCommandInput,
  TableDescription,
  TimeToLiveDescription,
} from "@aws-sdk/client-dynamodb";
import { ProvisionConflictError } from "./errors.js";
import type { Tag } from "./options.js";
import type { PlannedStep } from "./planned-step.js";

/** A table as it is there. */
export interface TableFound {
  readonly description: TableDescription;
  readonly timeToLive: TimeToLiveDescription;
}

export const EXPIRY_ATTRIBUTE = "expires_at";

/** The table of state data, as CreateTable takes it. */
export function tableDefinition(TableName: string, tags: readonly Tag[]): CreateTableCommandInput {
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "partition_key", KeyType: "HASH" },
      { AttributeName: "sort_key", KeyType: "RANGE" },
    ],
    AttributeDefinitions: [
      { AttributeName: "partition_key", AttributeType: "S" },
      { AttributeName: "sort_key", AttributeType: "N" },
    ],
    ...(tags.length > 0 && { Tags: [...tags] }),
  };
}

/**
 * What is to be done for the table and its time to live; sends nothing.
 *
 * @param found undefined where there is no such table.
 * @throws ProvisionConflictError where another table has the name.
 */
export function planTable(
  name: string,
  found: TableFound | undefined,
  tags: readonly Tag[],
): PlannedStep[] {
  if (found !== undefined) checkTable(name, found);
  return [tableStep(name, found, tags), timeToLiveStep(name, found)];
}

function tableStep(name: string, found: TableFound | undefined, tags: readonly Tag[]): PlannedStep {
  const input = tableDefinition(name, tags);
  const step = { resource: "table", name, detail: keysOf(input) } as const;
  if (found !== undefined) return { ...step, kind: "none" };
  return { ...step, kind: "create", change: { operation: "CreateTable", input } };
}

function timeToLiveStep(name: string, found: TableFound | undefined): PlannedStep {
  const detail = `rows expire by "${EXPIRY_ATTRIBUTE}"`;
  const step = { resource: "time-to-live", name, detail } as const;
  // Asked for again, DynamoDB refuses: "TimeToLive is already enabled".
  if (found !== undefined && isExpiring(found)) return { ...step, kind: "none" };
  const TimeToLiveSpecification = { AttributeName: EXPIRY_ATTRIBUTE, Enabled: true };
  const input = { TableName: name, TimeToLiveSpecification };
  return { ...step, kind: "create", change: { operation: "UpdateTimeToLive", input } };
}

/** Whether the time to live is on, by whatever attribute. */
export function isExpiring({ timeToLive }: Pick<TableFound, "timeToLive">): boolean {
  return ["ENABLED", "ENABLING"].includes(timeToLive.TimeToLiveStatus ?? "");
}

/** ARCHIVED, DELETING and the like do not become usable by waiting. */
const USABLE_OR_SOON = ["CREATING", "ACTIVE", "UPDATING"];

/** @throws ProvisionConflictError */
export function checkTable(name: string, { description, timeToLive }: TableFound): void {
  const conflict = (expected: string, found: string, remedy: string) =>
    new ProvisionConflictError({ resource: name, expected, found, remedy });
  const status = description.TableStatus ?? "ACTIVE";
  if (!USABLE_OR_SOON.includes(status)) {
    const remedy =
      status === "DELETING"
        ? "Wait until it is gone and run it again, or take another name."
        : "Restore it, or take another name.";
    throw conflict("a table in use", `one that is ${status}`, remedy);
  }
  const expected = keysOf(tableDefinition(name, []));
  const keys = keysOf(description);
  if (keys !== expected) {
    const remedy = "Keys cannot be changed: take another name for the table.";
    throw conflict(`a table with the keys ${expected}`, `one with ${keys}`, remedy);
  }
  const { TimeToLiveStatus, AttributeName } = timeToLive;
  const expiry = `a table whose time to live is on "${EXPIRY_ATTRIBUTE}" or off`;
  if (TimeToLiveStatus === "DISABLING") {
    const remedy = "That takes up to an hour: run it again then.";
    throw conflict(expiry, "one on which it is being switched off", remedy);
  }
  if (isExpiring({ timeToLive }) && AttributeName !== EXPIRY_ATTRIBUTE) {
    const remedy = "Switch it off there first, or take another name for the table.";
    throw conflict(expiry, `one with it on "${AttributeName}"`, remedy);
  }
}

/** `partition_key (S, HASH), sort_key (N, RANGE)` */
function keysOf({
  KeySchema = [],
  AttributeDefinitions = [],
}: Pick<TableDescription, "KeySchema" | "AttributeDefinitions">): string {
  const types = new Map(AttributeDefinitions.map((item) => [item.AttributeName, item]));
  return KeySchema.map(({ AttributeName, KeyType }) => {
    return `${AttributeName} (${types.get(AttributeName)?.AttributeType}, ${KeyType})`;
  }).join(", ");
}
