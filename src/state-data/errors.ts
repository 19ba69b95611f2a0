import { isCredentialsError } from "../shared/clients.js";
import { SfnTaskToolsError } from "../shared/errors.js";

/** Where the thing is, or should be, that an error speaks of. */
export interface Place {
  readonly table: string;
  readonly partitionKey: string;
  readonly index?: number;
}

/** `index 3 of "machine/run:characters" in table "state-data"`: a place as messages name it. */
export function placeName(place: Place): string {
  const index = place.index === undefined ? "" : `index ${place.index} of `;
  return `${index}"${place.partitionKey}" in table "${place.table}"`;
}

/** Nothing is stored there: never put, deleted, or expired. Permanent. */
export class StateDataNotFoundError extends SfnTaskToolsError {
  override readonly name = "StateDataNotFoundError";
  readonly place: Place;
  /** True when rows are there that have passed their `expires_at`. */
  readonly expired: boolean;
  /** The indexes that a list or the outputs of a Map lack; empty when all of it is missing. */
  readonly missing: readonly number[];

  constructor(
    message: string,
    facts: { place: Place; expired?: boolean; missing?: readonly number[] },
  ) {
    super(message);
    this.place = facts.place;
    this.expired = facts.expired ?? false;
    this.missing = facts.missing ?? [];
  }
}

/**
 * What is stored is not what was put: an altered, truncated or missing overflow object, a row that
 * cannot be read, a size that lies. Permanent.
 */
export class StateDataIntegrityError extends SfnTaskToolsError {
  override readonly name = "StateDataIntegrityError";
  readonly place: Place;

  constructor(message: string, place: Place, options?: ErrorOptions) {
    super(message, options);
    this.place = place;
  }
}

/** A name means two things: a list put by `putItems`, and single rows under the same key. Permanent. */
export class StateDataConflictError extends SfnTaskToolsError {
  override readonly name = "StateDataConflictError";
  readonly place: Place;

  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

/** Why a table or bucket cannot be used; `credentials` covers a missing region, too. */
/** What a schema says of data. The text is the schema library's; some quote the data. */
export interface SchemaIssue {
  /** `$.lines[3].text` */
  readonly path: string;
  readonly message: string;
}

/** Data does not fit the schema of its key, when it was put or when it was got. Permanent. */
export class StateDataSchemaError extends SfnTaskToolsError {
  override readonly name = "StateDataSchemaError";
  readonly place: Place;
  /** What is wrong, and where; empty where the schema itself failed. */
  readonly issues: readonly SchemaIssue[];

  constructor(
    message: string,
    place: Place,
    issues: readonly SchemaIssue[],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.place = place;
    this.issues = issues;
  }
}

/** `layout`: the table is there, with other keys. */
export type AccessProblem = "missing" | "denied" | "credentials" | "layout";

/** The table or bucket is missing or another than it should be, or this role may not use it, or nobody said who asks. Permanent. */
export class StateDataAccessError extends SfnTaskToolsError {
  override readonly name = "StateDataAccessError";
  /** The table's or the bucket's name. */
  readonly resource: string;
  readonly reason: AccessProblem;

  constructor(message: string, resource: string, reason: AccessProblem, cause: unknown) {
    super(message, { cause });
    this.resource = resource;
    this.reason = reason;
  }
}

/** An error of the SDK that says that nobody, or nobody known, asks; undefined for any other. */
export function credentialsError(error: Error, resource: string): StateDataAccessError | undefined {
  if (!isCredentialsError(error)) return undefined;
  return new StateDataAccessError(
    `Cannot ask for "${resource}": ${error.message}. On Lambda the credentials and the region come from the function's role and environment; elsewhere set AWS_PROFILE, or AWS_REGION and the AWS_ACCESS_KEY_ID variables, or hand in SDK clients (option "clients").`,
    resource,
    "credentials",
    error,
  );
}

/**
 * DynamoDB or S3 did not take or give the data in time: throttled, failing, unreachable, or the
 * deadline came first. The one transient error: run the task again.
 */
export class StateDataUnavailableError extends SfnTaskToolsError {
  override readonly name = "StateDataUnavailableError";
  /** Rows stored or deleted before it ended; 0 for a read, which is whole or not at all. */
  readonly done: number;
  /** Rows asked for, where that was known. */
  readonly total: number | undefined;

  constructor(
    message: string,
    facts: { done?: number; total?: number | undefined; cause: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.done = facts.done ?? 0;
    this.total = facts.total;
  }
}

/** The data does not fit where it must go. Permanent. */
export class PayloadTooLargeError extends SfnTaskToolsError {
  override readonly name = "PayloadTooLargeError";
  /** Bytes that it has. */
  readonly size: number;
  /** Bytes that it may have. */
  readonly limit: number;
  /** The parts that make it large, the largest first; empty where it was not looked into. */
  readonly paths: readonly { readonly path: string; readonly size: number }[];

  constructor(
    message: string,
    facts: { size: number; limit: number; paths?: PayloadTooLargeError["paths"] },
  ) {
    super(message);
    this.size = facts.size;
    this.limit = facts.limit;
    this.paths = facts.paths ?? [];
  }
}

/** A pointer or a row names a table or bucket that this client was not told to trust. Permanent. */
export class UntrustedPointerError extends SfnTaskToolsError {
  override readonly name = "UntrustedPointerError";
  /** The table's or the bucket's name. */
  readonly resource: string;

  constructor(message: string, resource: string) {
    super(message);
    this.resource = resource;
  }
}

/**
 * The Retry block for a Task state whose code uses this library: what is transient is tried again,
 * all else is left to the state's other retriers and catchers.
 */
export const STATE_DATA_RETRY = [
  {
    ErrorEquals: ["StateDataUnavailableError"],
    IntervalSeconds: 2,
    MaxAttempts: 5,
    BackoffRate: 2,
    JitterStrategy: "FULL",
  },
] as const;
