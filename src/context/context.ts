import type { AwsClient } from "../shared/clients.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { Reason } from "../shared/reason.js";
import {
  StateDataClient,
  type StateDataClientOptions,
  type StateDataClients,
} from "../state-data/index.js";
import { ExecutionStoppedError, type StopOptions, stopExecution } from "../stop/index.js";
import { describeExecution, type ExecutionInfo, readEnvelope } from "./envelope.js";
import { guardResult, type OffloadOption } from "./guard-result.js";
import type { LambdaContext } from "./lambda-context.js";
import { resolveOffloaded } from "./offloaded.js";
import { createTaskTokenCalls, type TaskTokenCalls } from "./task-token.js";

export interface ContextOptions extends Omit<StateDataClientOptions, "clients"> {
  /** The execution that the task runs in, or its ARN (`$$.Execution.Id`). */
  readonly execution?: ExecutionInfo | string | undefined;
  /** The task's input as it arrived, with what was offloaded not yet in its place. */
  readonly input?: unknown;
  /** Lambda's context object: `signal` then aborts shortly before the function's time is up. */
  readonly lambda?: LambdaContext | undefined;
  /**
   * Puts a result that is larger than `maxResultBytes` into state data, and passes on what stands
   * for it: all of it (`true`), or only of these properties the largest ones, as many as needed.
   * Default false: such a result is a PayloadTooLargeError.
   */
  readonly offload?: OffloadOption | undefined;
  /**
   * Bytes of JSON text that a result may have. Default 204,800 (200 KiB): a state may pass on
   * 262,144, and one that passes more fails where no Catch sees it.
   */
  readonly maxResultBytes?: number | undefined;
  /**
   * The state's ResultPath puts the result into its input, so that both leave it and count
   * together. Default false.
   */
  readonly mergesInput?: boolean | undefined;
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
const DEFAULT_MAX_RESULT_BYTES = 204_800;

/** A task's tools, bound to the execution that it runs in. */
export class Context {
  readonly stateData: StateDataClient;
  /** undefined where neither the event nor the options told. */
  readonly execution: ExecutionInfo | undefined;
  /** The task's input as it arrived: see `resolveInput`. */
  readonly input: unknown;
  /** Lambda's own context object; undefined where none was handed in. */
  readonly lambda: LambdaContext | undefined;
  /** Aborts half a second before a Lambda's time is up, and when the given signal does. */
  readonly signal: AbortSignal;
  readonly #options: ContextOptions;

  /** Makes no request and no SDK client. @throws InvalidArgumentError */
  constructor(options: ContextOptions = {}) {
    const { execution, lambda, env = process.env } = options;
    checkGuardOptions(options);
    this.execution = typeof execution === "string" ? describeExecution(execution) : execution;
    this.input = options.input;
    this.lambda = lambda;
    this.signal = signalOf(lambda, options.signal);
    this.#options = options;
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
    const { input, execution } = readEnvelope(event);
    return new Context({ input, ...options, execution: options.execution ?? execution });
  }

  /**
   * The task's input, with every value in it that a task before offloaded. Only what is in this
   * client's own table and namespace is followed.
   *
   * @throws UntrustedPointerError for anything else; what `stateData.getItem` throws.
   */
  async resolveInput(): Promise<unknown> {
    return resolveOffloaded(this.input, this.stateData);
  }

  /**
   * A result as it may leave the state: as it is where it has at most `maxResultBytes`, else with
   * what `offload` names put into state data.
   *
   * @throws PayloadTooLargeError that names the fattest paths; InvalidArgumentError for what JSON
   * cannot carry.
   */
  async guardResult(result: unknown): Promise<unknown> {
    const { offload = false, maxResultBytes, mergesInput = false } = this.#options;
    return guardResult(result, {
      limit: maxResultBytes ?? DEFAULT_MAX_RESULT_BYTES,
      offload,
      beside: mergesInput ? Buffer.byteLength(JSON.stringify(this.input) ?? "") : 0,
      stateData: this.stateData,
    });
  }

  /**
   * Ends the state that waits for this task's token, with its output, which is guarded as a result.
   *
   * @throws PayloadTooLargeError; InvalidArgumentError where there is no token; what the SDK throws
   * (TaskTimedOut, TaskDoesNotExist, InvalidToken).
   */
  async sendTaskSuccess(output?: unknown): Promise<void> {
    const calls = this.#taskToken();
    const passed = await this.guardResult(output);
    await calls.success(JSON.stringify(passed ?? null));
  }

  /**
   * Fails the state that waits for this task's token, with an error's name and message, or with
   * `error` and `cause`, cut to 256 and 32,768 characters. Throws as `sendTaskSuccess` does.
   */
  async sendTaskFailure(reason: Error | Reason = {}): Promise<void> {
    const { error, cause } =
      reason instanceof Error ? { error: reason.name, cause: reason.message } : reason;
    await this.#taskToken().failure({ error, cause });
  }

  /**
   * Says to the state that waits for this task's token that the work goes on: it must hear so
   * within its HeartbeatSeconds. Throws as `sendTaskSuccess` does; TaskTimedOut means that nobody
   * waits any more.
   */
  async sendTaskHeartbeat(): Promise<void> {
    await this.#taskToken().heartbeat();
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
    const remaining = remainingTime(this.lambda) ?? Number.POSITIVE_INFINITY;
    const waitLimit = Math.max(0, Math.min(options.waitLimit ?? 10_000, remaining));
    const stopped = await stopExecution(this.#options.clients?.sfn, arn, { ...options, waitLimit });
    throw new ExecutionStoppedError(arn, options, stopped);
  }

  #taskToken(): TaskTokenCalls {
    const token = this.execution?.taskToken;
    if (token === undefined) {
      throw new InvalidArgumentError(
        `There is no task token: the state does not wait for one, or its envelope does not hand it on. Give the Task state a Resource that ends in ".waitForTaskToken", and let it send "context.$": "$$", or at least "Task": { "Token.$": "$$.Task.Token" } beside "Execution".`,
      );
    }
    return createTaskTokenCalls(this.#options.clients?.sfn, token, this.signal);
  }

  /** The Python original names items by the execution's name alone. */
  #namespace(interop: "py2sfn" | undefined): string | undefined {
    return interop === "py2sfn" ? this.execution?.name : this.execution?.namespace;
  }
}

/** Milliseconds until work is given up; undefined where nobody knows of an end. */
function remainingTime(lambda: LambdaContext | undefined): number | undefined {
  // Tests hand in whatever serves them.
  if (typeof lambda?.getRemainingTimeInMillis !== "function") return undefined;
  return Math.max(0, lambda.getRemainingTimeInMillis() - MARGIN);
}

function signalOf(lambda: LambdaContext | undefined, given: AbortSignal | undefined): AbortSignal {
  const signals = [given, lambda?.signal].filter((signal) => signal !== undefined);
  const remaining = remainingTime(lambda);
  if (remaining !== undefined) signals.push(AbortSignal.timeout(remaining));
  return AbortSignal.any(signals);
}

function checkGuardOptions({ offload, maxResultBytes }: ContextOptions): void {
  const isList = Array.isArray(offload) && offload.every((name) => typeof name === "string");
  if (offload !== undefined && typeof offload !== "boolean" && !isList) {
    throw new InvalidArgumentError(
      `Expected the "offload" option to be true, false or a list of property names, got ${describe(offload)}.`,
    );
  }
  if (maxResultBytes !== undefined && !(maxResultBytes > 0)) {
    throw new InvalidArgumentError(
      `Expected the "maxResultBytes" option to be a positive number, got ${describe(maxResultBytes)}.`,
    );
  }
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
