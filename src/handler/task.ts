import { types } from "node:util";
import {
  Context,
  type ContextOptions,
  type ExecutionInfo,
  type LambdaContext,
  type OffloadOption,
  type PassedOn,
  readEnvelope,
  type TaskEvent,
} from "../context/index.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { ExecutionStoppedError } from "../stop/index.js";
import { ThrownValueError } from "./errors.js";

export interface TaskOptions<Offload extends OffloadOption = OffloadOption>
  extends Omit<ContextOptions, "execution" | "input" | "lambda" | "offload" | "signal"> {
  /** See `ContextOptions`. */
  readonly offload?: Offload | undefined;
  /**
   * Puts back what a task before offloaded, before the task runs. Default true; with false the
   * input has `{ "$state_data": … }` in its place.
   */
  readonly resolve?: boolean | undefined;
  /** Tells which execution a flat event comes from: its ARN, or undefined where that is not known. */
  readonly execution?: ((event: unknown) => ExecutionInfo | string | undefined) | undefined;
}

/** An ordinary Lambda handler: middy, Powertools and bundlers take it as any other. */
export type TaskHandler<Input, Result> = (
  event: TaskEvent<Input>,
  lambda?: LambdaContext,
) => Promise<Result>;

/**
 * Makes a Lambda handler of a task: takes the input out of the Task state's envelope, or takes a
 * flat event as it is; puts back what a task before offloaded; runs the task with its Context; and
 * sees to it that the result is JSON and small enough for a state. A task that has stopped its own
 * execution ends quietly.
 *
 * The handler rejects with what the task throws, and with InvalidArgumentError (an event or result
 * that is wrong), PayloadTooLargeError, ThrownValueError, and what state data throws.
 *
 * @throws InvalidArgumentError when `run` is no function.
 */
export function task<
  Input = unknown,
  Result = unknown,
  const Offload extends OffloadOption = false,
>(
  run: (input: Input, context: Context) => Result | Promise<Result>,
  options: TaskOptions<Offload> = {},
): TaskHandler<Input, PassedOn<Result, Offload>> {
  if (typeof run !== "function") {
    throw new InvalidArgumentError(
      `Expected the task to be a function (input, context) => result, got ${describe(run)}.`,
    );
  }
  return async (event, lambda) => {
    try {
      const context = contextOf(event, lambda, options);
      const input = options.resolve === false ? context.input : await context.resolveInput();
      const result = await run(input as Input, context); // what the state machine sends is its own word
      return (await context.guardResult(result)) as PassedOn<Result, Offload>;
    } catch (error) {
      // The execution is over: nobody reads the result.
      if (error instanceof ExecutionStoppedError) return undefined as PassedOn<Result, Offload>;
      throw isError(error) ? error : new ThrownValueError(error);
    }
  };
}

/** Also an Error of another realm, as of node:vm. */
function isError(thrown: unknown): boolean {
  return thrown instanceof Error || types.isNativeError(thrown);
}

function contextOf(
  event: unknown,
  lambda: LambdaContext | undefined,
  { resolve: _, execution: executionOf, ...options }: TaskOptions,
): Context {
  const { input, execution } = readEnvelope(event);
  return new Context({
    ...options,
    input,
    execution: execution ?? executionOf?.(event),
    lambda,
  });
}
