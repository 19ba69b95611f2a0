import type { AwsClient } from "../shared/clients.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { checkBucketName, checkTableName } from "./names.js";

/** What `ensureStateDataStore` should see to. */
export interface ProvisionOptions {
  /** The DynamoDB table's name: 3 to 255 of `a-z`, `A-Z`, `0-9`, `_`, `-` and `.`. */
  readonly table: string;
  /** The S3 bucket's name. Without one, only the table is seen to, and an item may have 400 KB. */
  readonly bucket?: string | undefined;
  /**
   * The days of the clients' `ttlDays`, the longest where they differ. Objects are removed two days
   * later. Default 30; left out, a lifecycle rule of ours that gives more days is not shortened.
   */
  readonly ttlDays?: number | undefined;
  /** Where both should be. Default: the clients' region, which comes from the environment. */
  readonly region?: string | undefined;
  /**
   * The 12 digits of the account that the bucket must belong to. Default: any account whose bucket
   * lets us in. Bucket names are global: somebody else may have made it, and opened it for all.
   */
  readonly account?: string | undefined;
  /** SDK clients to use. By default one of each is made from the environment when it is needed. */
  readonly clients?: ProvisionClients | undefined;
  /** Changes nothing, and reports what would be done. Default false. */
  readonly dryRun?: boolean | undefined;
  /** Tags for a table that is made, and for the bucket beside those that it has. Default none. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Ends the call early; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that all of it may take, waiting for the table included. Default 120,000. */
  readonly timeLimit?: number | undefined;
}

export interface ProvisionClients {
  /** A `DynamoDBClient`. */
  readonly dynamodb?: AwsClient | undefined;
  /** An `S3Client`. */
  readonly s3?: AwsClient | undefined;
}

/** Options, checked, with their defaults. */
export interface ProvisionSettings {
  readonly table: string;
  readonly bucket: string | undefined;
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly clients: ProvisionClients;
  readonly dryRun: boolean;
  readonly tags: readonly Tag[];
  readonly timeLimit: number;
  readonly signal: AbortSignal | undefined;
  /** Days after which objects are removed, and whether a rule that gives more should be shortened. */
  readonly expiry: Expiry;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface Expiry {
  readonly days: number;
  readonly exact: boolean;
}

const DEFAULT_TTL_DAYS = 30;
/** So that no object goes before its row: S3 rounds to the next midnight UTC, rows expire to the second. */
const DAYS_AFTER_ROWS = 2;
/** S3's days are a 32-bit integer; nobody means more than a thousand years. */
const MAX_TTL_DAYS = 365_000;

/** @throws InvalidArgumentError that names the option. */
export function readSettings(options: ProvisionOptions): ProvisionSettings {
  if (typeof options !== "object" || options === null) {
    throw new InvalidArgumentError(
      `Expected an object of options with "table", got ${describe(options)}.`,
    );
  }
  const { bucket, region, account, ttlDays, tags = {} } = options;
  if (region !== undefined && !isText(region)) {
    throw wrongOption("region", "a region such as eu-west-1", region);
  }
  if (account !== undefined && !(typeof account === "string" && /^\d{12}$/.test(account))) {
    throw wrongOption("account", "a string of 12 digits", account);
  }
  if (options.dryRun !== undefined && typeof options.dryRun !== "boolean") {
    throw wrongOption("dryRun", "true or false", options.dryRun);
  }
  return {
    table: checkTableName(options.table),
    bucket: bucket === undefined ? undefined : checkBucketName(bucket),
    region,
    account,
    clients: options.clients ?? {},
    dryRun: options.dryRun ?? false,
    tags: readTags(tags),
    timeLimit: positive("timeLimit", options.timeLimit, 120_000, 2 ** 31 - 1),
    signal: options.signal,
    expiry: {
      days:
        Math.ceil(positive("ttlDays", ttlDays, DEFAULT_TTL_DAYS, MAX_TTL_DAYS)) + DAYS_AFTER_ROWS,
      exact: ttlDays !== undefined,
    },
  };
}

function readTags(tags: Readonly<Record<string, unknown>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => {
    if (typeof Value !== "string" || Key === "" || /^aws:/i.test(Key)) {
      throw wrongOption(
        "tags",
        "texts under names that are not empty and do not start with aws:",
        Value,
        `"${Key}": `,
      );
    }
    return { Key, Value };
  });
}

function positive(option: string, value: unknown, fallback: number, limit: number): number {
  if (value === undefined) return fallback;
  if (typeof value === "number" && value > 0 && value <= limit) return value;
  throw wrongOption(option, `a positive number, at most ${limit}`, value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function wrongOption(option: string, expected: string, value: unknown, where = "") {
  return new InvalidArgumentError(
    `Expected the "${option}" option to be ${expected}, got ${where}${describe(value)}.`,
  );
}
