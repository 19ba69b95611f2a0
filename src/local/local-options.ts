import { join } from "node:path";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { ClockKind } from "./engine/index.js";
import type { LogTarget } from "./logs/index.js";
import type { MockFile } from "./mocks/index.js";
import {
  checkRoutes,
  type LocalFunctions,
  type ResourceHandler,
  type Routes,
} from "./resources/index.js";
import type { StoresOptions } from "./stores/index.js";

export interface LocalOptions {
  /** The port of Step Functions. Default 0: any free one. */
  readonly port?: number;
  /** Default 0: any free port. */
  readonly dynamodbPort?: number;
  /** Default 0: any free port. */
  readonly s3Port?: number;
  /** The address to bind. Default 127.0.0.1: nobody beyond this machine reaches it. */
  readonly host?: string;
  /** Names beside localhost by which clients may call. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** The largest request body, in bytes. Default 2 MiB; the stores have limits of their own. */
  readonly maxRequestBytes?: number;
  /** Lambda functions by name or ARN: functions of this process, or URLs that take the event as a POST. */
  readonly functions?: LocalFunctions;
  /** What does the work of other Tasks, by the ARN of their resource or its end: `sqs:sendMessage`. */
  readonly handlers?: Readonly<Record<string, ResourceHandler>>;
  /**
   * Where the work of some Tasks is done instead: AWS, or an emulator, by the name or ARN of a
   * function or the key of a handler, with `*` for any characters. Default: nothing leaves this
   * process.
   */
  readonly routes?: Routes;
  /**
   * A mock file of Step Functions Local or LocalStack, or what stands in one. Its test cases are
   * chosen by `#TestCase` behind the ARN with which an execution is started. Default: the file that
   * the environment variable SFN_MOCK_CONFIG names.
   */
  readonly mocks?: string | MockFile;
  /**
   * `real` (default): Waits, retries and timeouts take their time. `skip`: when all executions wait
   * for time to pass, it leaps to the next of these times.
   */
  readonly clock?: ClockKind;
  /** The account of ARNs, 12 digits. Default 123456789012. */
  readonly account?: string;
  /** The region of ARNs and clients. Default us-east-1. */
  readonly region?: string;
  /**
   * Where the logs of state machines go whose loggingConfiguration has a level: the path of a file,
   * to which lines of JSON are added, `-` for stdout, or a function. Default: nowhere.
   */
  readonly logs?: LogTarget;
  /** Where objects of S3 are kept. Default: within `dataDir`, or else a temporary folder, removed at close. */
  readonly directory?: string;
  /**
   * Where all is kept, so that it is there again after a restart: state machines, activities,
   * executions, tables and objects. Default: nowhere but in memory, and objects in `directory`.
   */
  readonly dataDir?: string;
  /** From 0 up to 1; spreads retries whose JitterStrategy is FULL, and executions over the versions of an alias. Default `Math.random`. */
  readonly random?: () => number;
}

export interface LocalSettings {
  readonly port: number;
  readonly host: string;
  readonly maxRequestBytes: number;
  readonly allowedHosts: ReadonlySet<string>;
  readonly clock: ClockKind;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly routes: Routes;
  readonly stores: StoresOptions;
}

const MEBIBYTE = 1_048_576;

/** The options with their defaults. Throws InvalidArgumentError. */
export function settingsOf(options: LocalOptions): LocalSettings {
  const { port = 0, host = "127.0.0.1", allowedHosts = [], clock = "real" } = options;
  const {
    account = "123456789012",
    region = "us-east-1",
    maxRequestBytes = 2 * MEBIBYTE,
  } = options;
  const { dynamodbPort = 0, s3Port = 0, dataDir } = options;
  const { directory = dataDir === undefined ? undefined : join(dataDir, "s3") } = options;
  expect(dataDir !== "", "dataDir", "the path of a folder", dataDir);
  expect(/^\d{12}$/.test(account), "account", "12 digits", account);
  expect(/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region), "region", "the name of a region", region);
  expect(clock === "real" || clock === "skip", "clock", '"real" or "skip"', clock);
  return {
    port,
    host,
    maxRequestBytes,
    allowedHosts: new Set(allowedHosts.map((name) => name.toLowerCase())),
    clock,
    account,
    region,
    partition: partitionOf(region),
    routes: checkRoutes(options.routes ?? {}),
    stores: {
      host,
      dynamodbPort,
      s3Port,
      allowedHosts,
      region,
      ...(directory === undefined ? {} : { directory }),
    },
  };
}

function expect(isGood: boolean, option: string, expected: string, got: unknown): void {
  if (isGood) return;
  throw new InvalidArgumentError(
    `Expected the "${option}" option to be ${expected}, got ${describe(got)}`,
  );
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
