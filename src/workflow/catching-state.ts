import type { Catcher, Retrier } from "../asl/index.js";
import { type Catching, checkErrors, type RetryOptions } from "./error-handlers.js";
import { type Fields, fieldsOf, type OptionsOf } from "./fields.js";
import { LinkedState } from "./linked-state.js";
import type { AnyState, Step } from "./state.js";

/** What a catcher hands on where it has no ResultPath and no Output. */
export interface ErrorOutput {
  readonly Error: string;
  readonly Cause: string;
}

type CatchOptions = OptionsOf<Catcher, "ErrorEquals">;

/** A state that may fail: a Task, Parallel or Map. */
export abstract class CatchingState<Input = unknown, Output = unknown> extends LinkedState<
  Input,
  Output
> {
  readonly #retriers: Retrier[] = [];
  readonly #catchers: Catching[] = [];

  constructor(name: string, { Retry, ...fields }: Fields) {
    super(name, fields);
    if (Retry !== undefined) this.#retriers.push(...(Retry as readonly Retrier[])); // looked at with the document
  }

  /**
   * Tries again after one of the errors, which are names; or as the retriers given say, which are
   * of the States Language: `retry(STATE_DATA_RETRY)`. The first retrier that has the error is the
   * one that counts.
   *
   * @throws InvalidArgumentError for names that Step Functions refuses or would never reach.
   */
  retry(errors: readonly string[] | readonly Retrier[], options: RetryOptions = {}): this {
    const retriers: readonly Retrier[] = isRetriers(errors)
      ? errors
      : [{ ErrorEquals: errors, ...fieldsOf(options) }];
    for (const retrier of retriers) {
      const earlier = this.#retriers.flatMap(({ ErrorEquals }) => ErrorEquals);
      checkErrors(this, "retry", retrier.ErrorEquals, earlier);
      this.#retriers.push(retrier);
    }
    return this;
  }

  /**
   * Goes on to another state after one of the errors, when no retry helped. The state gets an
   * ErrorOutput, or with `resultPath` this state's input with the ErrorOutput in it.
   *
   * @throws InvalidArgumentError for names that Step Functions refuses or would never reach.
   */
  catch(
    errors: readonly string[],
    next: Step<ErrorOutput>,
    options?: Omit<CatchOptions, "resultPath" | "output">,
  ): this;
  catch(errors: readonly string[], next: Step, options: CatchOptions): this;
  catch(errors: readonly string[], next: Step, options: CatchOptions = {}): this {
    const earlier = this.#catchers.flatMap(({ fields }) => fields.ErrorEquals);
    checkErrors(this, "catch", errors, earlier);
    return this.handle({ fields: { ErrorEquals: errors, ...fieldsOf(options) }, next: next.start });
  }

  /** Adds a catcher as it is. */
  handle(catcher: Catching): this {
    this.#catchers.push(catcher);
    return this;
  }

  override following(): readonly AnyState[] {
    return [...super.following(), ...this.#catchers.map(({ next }) => next)];
  }

  /** The fields that tell what happens after errors, and where it goes. */
  protected override transition(): Fields {
    return {
      ...(this.#retriers.length === 0 ? {} : { Retry: this.#retriers }),
      ...(this.#catchers.length === 0
        ? {}
        : { Catch: this.#catchers.map(({ fields, next }) => ({ ...fields, Next: next.name })) }),
      ...super.transition(),
    };
  }
}

function isRetriers(errors: readonly string[] | readonly Retrier[]): errors is readonly Retrier[] {
  return typeof errors[0] === "object" && errors[0] !== null;
}
