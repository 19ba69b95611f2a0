import type { AwsClient } from "../shared/clients.js";
import { InvalidArgumentError } from "../shared/errors.js";
import {
  StateDataClient,
  type StateDataClientOptions,
  type StateDataClients,
} from "../state-data/index.js";
import { ExecutionStoppedError, type StopOptions, stopExecution } from "../stop/index.js";
import { describeExecution, type ExecutionInfo, readEnvelope } from "./envelope.js";

/** What of Lambda's own context object is used. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export interface ContextOptions extends Omit<StateDataClientOptions, "clients"> {
  /** The execution that the task runs in, or its ARN (`$$.Execution.Id`). */
  readonly execution?: ExecutionInfo | string | undefined;
  /** Lambda's context object: `signal` then aborts shortly before the function's time is up. */
  readonly lambda?: LambdaContext | undefined;
  /** SDK clients to use instead of those made from the environment. */
  readonly clients?: (StateDataClients & { readonly sfn?: AwsClient | undefined }) | undefined;
  /**
   * Where `SFN_DATA_TABLE`, `SFN_DATA_S3_BUCKET` and `SFN_DATA_TTL_DAYS` are looked up, for what the
   * options leave out. Default `process.env`.
   */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Milliseconds before a Lambda's end at which work is given up, so that the error still gets out. */
const MARGIN = 500;

/** A task's tools, bound to the execution that it runs in. */
export class Context {
  readonly stateData: StateDataClient;
  /** undefined where neither the event nor the options told. */
  readonly execution: ExecutionInfo | undefined;
  /** Aborts half a second before a Lambda's time is up, and when the given signal does. */
  readonly signal: AbortSignal;
  readonly #sfn: AwsClient | undefined;
  readonly #lambda: LambdaContext | undefined;

  /** Makes no request and no SDK client. @throws InvalidArgumentError */
  constructor(options: ContextOptions = {}) {
    const { execution, lambda, env = process.env } = options;
    this.execution = typeof execution === "string" ? describeExecution(execution) : execution;
    this.signal = signalOf(lambda, options.signal);
    this.#lambda = lambda;
    this.#sfn = options.clients?.sfn;
    this.stateData = new StateDataClient({
      ...options,
      signal: this.signal,
      table: options.table ?? present(env.SFN_DATA_TABLE),
      bucket: options.bucket ?? present(env.SFN_DATA_S3_BUCKET),
      ttlDays: options.ttlDays ?? daysIn(env.SFN_DATA_TTL_DAYS),
      namespace: options.namespace ?? this.#namespace(options.interop),
    });
  }

  /**
   * Makes a Context from the event of a Task state: from its envelope if it has one (see
   * `readEnvelope`), else with no execution, unless the options name it.
   */
  static fromEvent(event: unknown, options: ContextOptions = {}): Context {
    const { execution } = readEnvelope(event);
    return new Context({ ...options, execution: options.execution ?? execution });
  }

  /**
   * Stops the execution that this task runs in, waits until it is over (at most 10 s, or as long as
   * the Lambda has), and throws, so that no further code of the task runs.
   *
   * @throws ExecutionStoppedError when it is stopped; see `stopExecution` for the rest.
   */
  async stopExecution(options: Omit<StopOptions, "signal"> = {}): Promise<never> {
    if (this.execution === undefined) {
      throw new InvalidArgumentError(
        `Which execution to stop is not known: the event is no envelope. Let the Task state send its context: "Parameters": { "input.$": "$", "context.$": "$$" }; or make the Context with the "execution" option.`,
      );
    }
    const { arn } = this.execution;
    const remaining = (this.#lambda?.getRemainingTimeInMillis() ?? Infinity) - MARGIN;
    const waitLimit = Math.max(0, Math.min(options.waitLimit ?? 10_000, remaining));
    const stopped = await stopExecution(this.#sfn, arn, { ...options, waitLimit });
    throw new ExecutionStoppedError(arn, options, stopped);
  }

  /** The Python original names items by the execution's name alone. */
  #namespace(interop: "py2sfn" | undefined): string | undefined {
    return interop === "py2sfn" ? this.execution?.name : this.execution?.namespace;
  }
}

function signalOf(lambda: LambdaContext | undefined, given: AbortSignal | undefined): AbortSignal {
  const signals = given === undefined ? [] : [given];
  if (lambda !== undefined) {
    const remaining = Math.max(0, lambda.getRemainingTimeInMillis() - MARGIN);
    signals.push(AbortSignal.timeout(remaining));
  }
  return AbortSignal.any(signals);
}

/** An environment variable that is set to nothing is not set. */
function present(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

function daysIn(value: string | undefined): number | undefined {
  if (present(value) === undefined) return undefined;
  const days = Number(value);
  if (Number.isFinite(days) && days > 0) return days;
  throw new InvalidArgumentError(
    `Expected SFN_DATA_TTL_DAYS to be a positive number of days, got ${JSON.stringify(value)}.`,
  );
}
