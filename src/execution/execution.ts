import { parseExecutionArn } from "../shared/arn.js";
import type { Reason } from "../shared/reason.js";
import { cutReason } from "../shared/reason.js";
import type { SfnSender } from "../shared/sfn-client.js";
import type { CallOptions } from "./call-options.js";
import {
  type DescribedExecution,
  type ExecutionDescription,
  readDescription,
} from "./execution-facts.js";
import { type FollowOptions, followHistory } from "./follow-history.js";
import { formatHistory } from "./format-history/format-history.js";
import type { FormatHistoryOptions } from "./format-history/tell-event.js";
import { type HistoryEvent, readEvent, type SdkHistoryEvent } from "./history-event.js";
import { listMapRuns, type MapRun } from "./map-run.js";
import { allPages } from "./pages.js";
import { type WaitOptions, waitForExecution } from "./wait-for-execution.js";

export type { CallOptions } from "./call-options.js";

export interface HistoryOptions extends CallOptions {
  /** The latest event first. Default false. */
  readonly reverse?: boolean | undefined;
  /** Whether inputs and outputs come with the events. Default true. */
  readonly includeData?: boolean | undefined;
  /** Events for each request, 1 to 1,000. Default 1,000. */
  readonly pageSize?: number | undefined;
}

export interface RedriveOptions extends CallOptions {
  /** Makes a call that is sent twice count once. Default: the SDK makes one for each call. */
  readonly clientToken?: string | undefined;
}

/** Events that a look at what is new asks for at once: enough for most, and little to get twice. */
const NEWS = 200;

/** One run of a state machine. Makes no request until a method is called. */
export class Execution<Output = unknown> {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineName: string;
  readonly #send: SfnSender;

  /** `StepFunctions` makes them. @throws InvalidArgumentError for what is no execution's ARN. */
  constructor(arn: string, send: SfnSender) {
    const { name, stateMachineName } = parseExecutionArn(arn);
    this.arn = arn;
    this.name = name;
    this.stateMachineName = stateMachineName;
    this.#send = send;
  }

  /** How it stands now. @throws NotRegisteredError when there is none. */
  async describe({ signal }: CallOptions = {}): Promise<ExecutionDescription<Output>> {
    const described = await this.#send<DescribedExecution>(
      this.#subject,
      ({ DescribeExecutionCommand }) => new DescribeExecutionCommand({ executionArn: this.arn }),
      signal,
    );
    return readDescription(described, this.arn);
  }

  /**
   * Waits until it is over; it is asked for after 0.1 s, then less and less often, every 3 s at last.
   *
   * @throws ExecutionFailedError when it ends otherwise than SUCCEEDED; WaitTimeLimitError when
   * `timeLimit` passes first; NotRegisteredError when it is gone.
   */
  async wait(options: WaitOptions = {}): Promise<ExecutionDescription<Output>> {
    return waitForExecution((signal) => this.describe({ signal }), options);
  }

  /**
   * Ends it, as ABORTED. One that is over already stays as it is.
   *
   * @returns when it was stopped.
   */
  async stop({ signal, ...reason }: Reason & CallOptions = {}): Promise<{ stopDate: Date }> {
    const cut = cutReason(reason);
    const { stopDate = new Date() } = await this.#send<{ stopDate?: Date }>(
      this.#subject,
      ({ StopExecutionCommand }) => new StopExecutionCommand({ executionArn: this.arn, ...cut }),
      signal,
    );
    return { stopDate };
  }

  /**
   * Takes one up again that has failed, from the states that failed; within 14 days of its end.
   *
   * @throws what the SDK throws (ExecutionNotRedrivable, ExecutionLimitExceeded).
   */
  async redrive({ signal, clientToken }: RedriveOptions = {}): Promise<{ redriveDate: Date }> {
    const { redriveDate = new Date() } = await this.#send<{ redriveDate?: Date }>(
      this.#subject,
      ({ RedriveExecutionCommand }) =>
        new RedriveExecutionCommand({ executionArn: this.arn, clientToken }),
      signal,
    );
    return { redriveDate };
  }

  /** Its events up to now; each page is asked for when the one before is used up. */
  async *history(options: HistoryOptions = {}): AsyncGenerator<HistoryEvent, void, undefined> {
    const { signal, reverse = false, includeData = true, pageSize = 1_000 } = options;
    const ask = async (nextToken: string | undefined) => {
      const page = await this.#send<{ events?: SdkHistoryEvent[]; nextToken?: string }>(
        this.#subject,
        ({ GetExecutionHistoryCommand }) =>
          new GetExecutionHistoryCommand({
            executionArn: this.arn,
            includeExecutionData: includeData,
            maxResults: pageSize,
            nextToken,
            reverseOrder: reverse,
          }),
        signal,
      );
      return { items: page.events ?? [], nextToken: page.nextToken };
    };
    for await (const event of allPages(ask, signal)) yield readEvent(event);
  }

  /**
   * Its events as they happen, each once and in order, from the first on until it is over. It is
   * looked at after 0.1 s, then less and less often while nothing happens, every 3 s at last.
   *
   * @throws WaitTimeLimitError when `timeLimit` passes first; NotRegisteredError when it is gone.
   */
  async *follow(options: FollowOptions = {}): AsyncGenerator<HistoryEvent, void, undefined> {
    const { includeData } = options;
    const newestFirst = (signal: AbortSignal) =>
      this.history({ signal, includeData, reverse: true, pageSize: NEWS });
    yield* followHistory({ newestFirst, describe: (signal) => this.describe({ signal }) }, options);
  }

  /** The runs of its distributed Maps, those that ended too, in the order in which they began. */
  mapRuns({ signal }: CallOptions = {}): AsyncGenerator<MapRun, void, undefined> {
    return listMapRuns(this.#send, this.arn, signal);
  }

  /** Its events as text: see `formatHistory`. */
  async formatHistory({
    signal,
    ...options
  }: FormatHistoryOptions & CallOptions = {}): Promise<string> {
    const events: HistoryEvent[] = [];
    for await (const event of this.history({ signal })) events.push(event);
    return formatHistory(events, options);
  }

  get #subject(): string {
    return `the execution ${this.arn}`;
  }
}
