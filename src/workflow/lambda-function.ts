import { describe, InvalidArgumentError } from "../shared/errors.js";
import { isArn } from "./arns.js";
import type { ReadsEnvelope } from "./data-flow.js";

/** What a Lambda function runs: a `task()` handler, or any other function of one event. */
export type Handler = (event: never, ...more: never[]) => unknown;

/** How a Task calls a function. */
export type LambdaIntegration = "function" | "invoke" | "invoke.waitForTaskToken";

export interface LambdaOptions<Integration extends LambdaIntegration = LambdaIntegration> {
  /**
   * `function` (default): the function's ARN is the Resource, and its result is the state's.
   * `invoke`: by `lambda:invoke`, which takes the name alone; the result is its Payload.
   * `invoke.waitForTaskToken`: goes on when somebody sends the task token back.
   */
  readonly integration?: Integration | undefined;
  /**
   * Default true: it is a `task()` handler, and the Task sends the envelope that tells its
   * execution. With false the Task sends its input alone.
   */
  readonly envelope?: boolean | undefined;
}

/**
 * A Lambda function that Tasks run, by its name, `name:alias`, ARN, or a placeholder for its ARN.
 * `new LambdaFunction<typeof collect>("collect")` knows what the handler takes and gives. A handler
 * that is not of `task()` must say `envelope: false`.
 *
 * @throws InvalidArgumentError when it is no function's name.
 */
export class LambdaFunction<
  Run extends Handler = Handler,
  const Integration extends LambdaIntegration = "function",
> {
  readonly kind = "lambda";
  readonly name: string;
  readonly integration: LambdaIntegration;
  readonly envelope: boolean;
  /** For its type alone. With a task token, what the state gives is what comes with the token. */
  declare readonly run?: Integration extends "invoke.waitForTaskToken"
    ? (...event: Parameters<Run>) => unknown
    : Run;

  constructor(
    name: string,
    ...[options = {}]: ReadsEnvelope<Run> extends true
      ? [options?: LambdaOptions<Integration>]
      : [options: LambdaOptions<Integration> & { readonly envelope: false }]
  ) {
    if (typeof name !== "string" || !(isArn(name) || NAME.test(name))) {
      throw new InvalidArgumentError(
        `Expected the name of a Lambda function (letters, digits, - and _, at most 64, and perhaps :alias), its ARN, or a placeholder such as \${CollectFunctionArn}, got ${describe(name)}.`,
      );
    }
    this.name = name;
    this.integration = options.integration ?? "function";
    this.envelope = options.envelope ?? true;
  }
}

const NAME = /^[\w-]{1,64}(?::(?:[\w-]{1,128}|\$LATEST))?$/;
