import type { TaskHandler } from "../handler/index.js";
import type { AwsClient } from "../shared/clients.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import {
  type Activity,
  type ActivityFunction,
  type ActivityOptions,
  type AnyFunction,
  defineActivity,
} from "./activity.js";
import {
  type ActivityCallOptions,
  deregisterActivities,
  type RegisterActivitiesOptions,
  registerActivities,
  registeredActivities,
} from "./register-activities.js";

export interface ActivityGroupOptions {
  /** An `SFNClient`. Default: one made from the environment at the first call. */
  readonly client?: AwsClient | undefined;
}

/** The client is the group's where none is given: activities are often defined where none is known yet. */
export type GroupCallOptions = ActivityCallOptions;

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
    return registerActivities(this.activities, this.#with(options));
  }

  /** Which of them are registered: their ARNs by their names. */
  async registered(options: GroupCallOptions = {}): Promise<ReadonlyMap<string, string>> {
    return registeredActivities(this.activities, this.#with(options));
  }

  /**
   * Deletes those that are registered under exactly the names that were defined here; nothing else,
   * though its name begins with the prefix. Resolves to their names.
   */
  async deregister(options: GroupCallOptions = {}): Promise<string[]> {
    return deregisterActivities(this.activities, this.#with(options));
  }

  #with<Options extends GroupCallOptions>(options: Options): Options {
    return { ...options, client: options.client ?? this.#client };
  }
}
