import type { ExecutionStatus } from "../shared/execution-status.js";
import type { SfnSender } from "../shared/sfn-client.js";
import type { CallOptions } from "./call-options.js";
import { allPages } from "./pages.js";

/** How many child executions of a Map Run, or items of them, stand how. */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  /** The sum of those above. */
  readonly total: number;
  /** Those whose results a ResultWriter has written. */
  readonly resultsWritten: number;
}

export interface MapRunDescription {
  readonly arn: string;
  readonly executionArn: string;
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  readonly startDate: Date;
  /** undefined while it runs. */
  readonly stopDate: Date | undefined;
  /** The most children at a time; 0 leaves it to the service. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  /** 0 to 100. */
  readonly toleratedFailurePercentage: number;
  readonly items: MapRunCounts;
  /** Of its child executions; with batches there are fewer than items. */
  readonly executions: MapRunCounts;
  readonly redriveCount: number;
}

/** What can be changed while it runs; what is left out stays. */
export interface MapRunLimits extends CallOptions {
  /** The most children at a time; 0 leaves it to the service. */
  readonly maxConcurrency?: number | undefined;
  /** How many items may fail. */
  readonly toleratedFailureCount?: number | undefined;
  /** Which share of the items may fail, 0 to 100. */
  readonly toleratedFailurePercentage?: number | undefined;
}

export interface MapRunChildrenOptions extends CallOptions {
  /** Only those that stand so. Default: all. */
  readonly status?: ExecutionStatus | undefined;
}

/** A child execution of a Map Run, as the list tells of it. */
export interface MapRunChild {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  /** The number of items in its input. */
  readonly itemCount: number;
  readonly startDate: Date;
  readonly stopDate: Date | undefined;
}

/** One run of a distributed Map. Makes no request until a method is called. */
export class MapRun {
  readonly arn: string;
  readonly #send: SfnSender;

  /** `Execution.mapRuns()` and `StepFunctions.mapRun()` make them. */
  constructor(arn: string, send: SfnSender) {
    this.arn = arn;
    this.#send = send;
  }

  /** How it stands now. @throws NotRegisteredError when there is none. */
  async describe({ signal }: CallOptions = {}): Promise<MapRunDescription> {
    const described = await this.#send<Described>(
      this.#subject,
      ({ DescribeMapRunCommand }) => new DescribeMapRunCommand({ mapRunArn: this.arn }),
      signal,
    );
    const { executionCounts, itemCounts, startDate, stopDate } = described;
    return {
      arn: this.arn,
      executionArn: described.executionArn ?? "",
      status: described.status ?? "RUNNING",
      startDate: startDate ?? new Date(0),
      stopDate,
      maxConcurrency: described.maxConcurrency ?? 0,
      toleratedFailureCount: described.toleratedFailureCount ?? 0,
      toleratedFailurePercentage: described.toleratedFailurePercentage ?? 0,
      items: countsOf(itemCounts),
      executions: countsOf(executionCounts),
      redriveCount: described.redriveCount ?? 0,
    };
  }

  /** Changes its limits while it runs. @throws what the SDK throws when it has ended (ValidationException). */
  async update({ signal, ...limits }: MapRunLimits): Promise<void> {
    await this.#send(
      this.#subject,
      ({ UpdateMapRunCommand }) => new UpdateMapRunCommand({ mapRunArn: this.arn, ...limits }),
      signal,
    );
  }

  /** Its child executions, the latest first; each page is asked for when the one before is used up. */
  children({
    signal,
    status,
  }: MapRunChildrenOptions = {}): AsyncGenerator<MapRunChild, void, undefined> {
    const ask = async (nextToken: string | undefined) => {
      const page = await this.#send<{ executions?: ListedChild[]; nextToken?: string }>(
        this.#subject,
        ({ ListExecutionsCommand }) =>
          new ListExecutionsCommand({
            mapRunArn: this.arn,
            statusFilter: status,
            maxResults: 1_000,
            nextToken,
          }),
        signal,
      );
      return { items: (page.executions ?? []).map(readChild), nextToken: page.nextToken };
    };
    return allPages(ask, signal);
  }

  get #subject(): string {
    return `the Map Run ${this.arn}`;
  }
}

/** The Map Runs of an execution. */
export function listMapRuns(
  send: SfnSender,
  executionArn: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<MapRun, void, undefined> {
  const ask = async (nextToken: string | undefined) => {
    const page = await send<{ mapRuns?: { mapRunArn?: string }[]; nextToken?: string }>(
      `the execution ${executionArn}`,
      ({ ListMapRunsCommand }) =>
        new ListMapRunsCommand({ executionArn, maxResults: 1_000, nextToken }),
      signal,
    );
    const items = (page.mapRuns ?? []).map(({ mapRunArn = "" }) => new MapRun(mapRunArn, send));
    return { items, nextToken: page.nextToken };
  };
  return allPages(ask, signal);
}

interface Described extends Partial<Omit<MapRunDescription, "items" | "executions" | "arn">> {
  readonly itemCounts?: Partial<MapRunCounts>;
  readonly executionCounts?: Partial<MapRunCounts>;
}

interface ListedChild extends Partial<Omit<MapRunChild, "arn">> {
  readonly executionArn?: string;
}

function readChild({ executionArn = "", name = "", ...child }: ListedChild): MapRunChild {
  const { status = "RUNNING", itemCount = 0, startDate = new Date(0), stopDate } = child;
  return { arn: executionArn, name, status, itemCount, startDate, stopDate };
}

function countsOf(counts: Partial<MapRunCounts> = {}): MapRunCounts {
  const { pending = 0, running = 0, succeeded = 0, failed = 0, timedOut = 0 } = counts;
  const { aborted = 0, total = 0, resultsWritten = 0 } = counts;
  return { pending, running, succeeded, failed, timedOut, aborted, total, resultsWritten };
}
