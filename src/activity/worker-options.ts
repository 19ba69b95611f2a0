import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { AwsClient } from "../shared/clients.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { checkSfnName } from "../shared/sfn-names.js";
import type { WorkerEvent } from "./worker-event.js";

export interface WorkerOptions {
  /**
   * An `SFNClient`. Default: one made from the environment. Each activity holds up to 10 of its
   * connections open for its polls, of which a client has 50 by default.
   */
  readonly client?: AwsClient | undefined;
  /** Which the history of executions shows. Default: the host's name and eight random digits. */
  readonly name?: string | undefined;
  /** Tasks of each activity at a time. Default 1. */
  readonly concurrency?: number | undefined;
  /** Seconds that running tasks have to end by themselves after `stop()`. Default 20. */
  readonly drainSeconds?: number | undefined;
  /** Signals of the process on which the worker stops. Default none; `["SIGTERM"]` in a container. */
  readonly drainOn?: readonly NodeJS.Signals[] | undefined;
  /** Seconds of failed polls in a row after which the worker gives up. Default 600. */
  readonly giveUpSeconds?: number | undefined;
  /** Told of each task and failure, for logs and metrics. What it throws is ignored. */
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined;
}

export type WorkerSettings = {
  readonly [Name in keyof Omit<WorkerOptions, "client">]-?: NonNullable<WorkerOptions[Name]>;
};

/** The options with their defaults. @throws InvalidArgumentError */
export function readWorkerOptions(options: WorkerOptions): WorkerSettings {
  const { concurrency = 1, drainSeconds = 20, giveUpSeconds = 600 } = options;
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 1_000)) {
    throw new InvalidArgumentError(
      `Expected the "concurrency" option to be a whole number from 1 to 1,000, got ${describe(concurrency)}.`,
    );
  }
  checkSeconds("drainSeconds", drainSeconds);
  checkSeconds("giveUpSeconds", giveUpSeconds);
  return {
    name: checkSfnName(options.name ?? defaultName(), "the worker's name"),
    concurrency,
    drainSeconds,
    giveUpSeconds,
    drainOn: options.drainOn ?? [],
    onEvent: options.onEvent ?? (() => undefined),
  };
}

export function checkSeconds(option: string, value: unknown): void {
  // More than a timer can wait is no time to wait.
  if (typeof value === "number" && value >= 0 && value <= 2_000_000) return;
  throw new InvalidArgumentError(
    `Expected the "${option}" option to be a number of seconds from 0 to 2,000,000, got ${describe(value)}.`,
  );
}

function defaultName(): string {
  const host = hostname().replace(/[^\w.-]/g, "-");
  return `${host.slice(0, 71)}-${randomBytes(4).toString("hex")}`;
}
