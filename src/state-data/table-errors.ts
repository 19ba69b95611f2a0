import { credentialsError, StateDataAccessError } from "./errors.js";

/** DynamoDB's words for keys that are not the table's: of a read, a put, a batch, a query. */
const OTHER_LAYOUT = new RegExp(
  [
    "does not match the schema",
    "Missing the key",
    "Type mismatch for key",
    "required keys was not given",
    "item keys contains duplicates",
    "missed key schema",
    "conditions on the keys is invalid",
    "key condition not supported",
    "parameter type does not match schema",
  ].join("|"),
  "i",
);

/** What an exception of DynamoDB means for state data; what is neither about access nor layout stays as it is. */
export function translateTableError(error: unknown, table: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "ResourceNotFoundException") {
    return new StateDataAccessError(
      `There is no table "${table}" in this region and account. Create it, or name another (option "table", or SFN_DATA_TABLE).`,
      table,
      "missing",
      error,
    );
  }
  if (error.name === "AccessDeniedException") {
    return new StateDataAccessError(
      `Not allowed to use the table "${table}": ${error.message}. Readers need dynamodb:GetItem and dynamodb:Query; writers dynamodb:PutItem, dynamodb:BatchWriteItem, dynamodb:UpdateItem and dynamodb:DeleteItem as well.`,
      table,
      "denied",
      error,
    );
  }
  if (error.name === "ValidationException" && OTHER_LAYOUT.test(error.message)) {
    return new StateDataAccessError(
      `The table "${table}" is laid out for something else: expected the keys "partition_key" (S, HASH) and "sort_key" (N, RANGE); DynamoDB says: ${error.message} Name another table (option "table", or SFN_DATA_TABLE), or make one with ensureStateDataStore of "sfn-task-tools/provision". Nothing was changed.`,
      table,
      "layout",
      error,
    );
  }
  return credentialsError(error, table) ?? error;
}
