import type { TaskHandler } from "../handler/index.js";
import type { AwsClient } from "../shared/clients.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { type SfnSender, sfnSender } from "../shared/sfn-client.js";
import { NotRegisteredError } from "../shared/sfn-errors.js";
import {
  type Activity,
  type ActivityFunction,
  type ActivityOptions,
  type AnyFunction,
  defineActivity,
} from "./activity.js";
import { findActivityArns } from "./find-activities.js";

export interface ActivityGroupOptions {
  /** An `SFNClient`. Default: one made from the environment at the first call. */
  readonly client?: AwsClient | undefined;
}

export interface CallOptions {
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

export interface GroupCallOptions extends CallOptions {
  /** Default: the group's. Activities are often defined where no client is known yet. */
  readonly client?: AwsClient | undefined;
}

export interface RegisterActivitiesOptions extends GroupCallOptions {
  /** Of activities that are new; those of registered ones are left as they are. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/**
 * Activities that belong together, under names with a common prefix. Methods that call the service
 * may throw StepFunctionsAccessError and StepFunctionsUnavailableError.
 */
export class ActivityGroup {
  /** What the names begin with. */
  readonly prefix: string;
  readonly #activities = new Map<string, Activity>();
  readonly #client: AwsClient | undefined;

  /** Makes no request and no SDK client. @throws InvalidArgumentError for an empty prefix. */
  constructor(prefix: string, { client }: ActivityGroupOptions = {}) {
    if (typeof prefix !== "string" || prefix === "") {
      throw new InvalidArgumentError(
        `Expected the prefix of an activity group to be a text of at least one character, got ${prefix === "" ? "an empty text" : describe(prefix)}. Give the names of its activities a beginning that is theirs alone.`,
      );
    }
    this.prefix = prefix;
    this.#client = client;
  }

  /** Those that were defined, in that order. */
  get activities(): readonly Activity[] {
    return [...this.#activities.values()];
  }

  /**
   * Adds an activity, named `<prefix><name>`.
   *
   * @param run a plain function, or a `task()` handler.
   * @throws InvalidArgumentError for a name that is taken, or that AWS refuses.
   */
  define<Input, Result>(
    name: string,
    run: ActivityFunction<Input, Result>,
    options?: ActivityOptions,
  ): Activity<Input, Awaited<Result>>;
  define<Input, Result>(
    name: string,
    run: TaskHandler<Input, Result>,
    options?: ActivityOptions,
  ): Activity<Input, Awaited<Result>>;
  define(name: string, run: AnyFunction, options: ActivityOptions = {}): Activity {
    // Either of the two, and its types are the caller's.
    const activity = defineActivity(
      this.prefix + name,
      run as ActivityFunction<never, unknown>,
      options,
    );
    if (this.#activities.has(activity.name)) {
      throw new InvalidArgumentError(
        `Expected the activities of a group to have names of their own, got two named "${activity.name}".`,
      );
    }
    this.#activities.set(activity.name, activity);
    return activity;
  }

  /** Registers those that are not yet. Resolves to the ARNs of all by their names. */
  async register(options: RegisterActivitiesOptions = {}): Promise<ReadonlyMap<string, string>> {
    const { signal, tags = {} } = options;
    const send = this.#sender(options);
    const arns = new Map<string, string>();
    for (const name of this.#activities.keys()) {
      const { activityArn = "" } = await send<{ activityArn?: string }>(
        `the activity "${name}"`,
        ({ CreateActivityCommand }) =>
          new CreateActivityCommand({
            name,
            tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
          }),
        signal,
      );
      arns.set(name, activityArn);
    }
    return arns;
  }

  /** Which of them are registered: their ARNs by their names. */
  async registered(options: GroupCallOptions = {}): Promise<ReadonlyMap<string, string>> {
    return findActivityArns(this.#sender(options), [...this.#activities.keys()], options.signal);
  }

  /**
   * Deletes those that are registered under exactly the names that were defined here; nothing else,
   * though its name begins with the prefix. Resolves to their names.
   */
  async deregister(options: GroupCallOptions = {}): Promise<string[]> {
    const send = this.#sender(options);
    const arns = await this.registered(options);
    for (const [name, activityArn] of arns) {
      await send(
        `the activity "${name}"`,
        ({ DeleteActivityCommand }) => new DeleteActivityCommand({ activityArn }),
        options.signal,
      ).catch((error: unknown) => {
        if (!(error instanceof NotRegisteredError)) throw error; // somebody else was faster
      });
    }
    return [...arns.keys()];
  }

  #sender({ client = this.#client }: GroupCallOptions): SfnSender {
    return sfnSender(client);
  }
}
