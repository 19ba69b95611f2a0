import type { JsonValue } from "../../../shared/json.js";

/**
 * A distributed Map at work, and what is left of it when it has ended: a part of its run's document,
 * JSON like all of it. It holds no item beyond those that were just read and those whose children run;
 * where reading goes on is a number. Times are milliseconds of Unix time.
 */
export interface MapRun {
  readonly arn: string;
  /** What names the children's state machine, after a slash. */
  readonly label: string;
  readonly childType: "STANDARD" | "EXPRESS";
  /** The text of the definition that the children run: a machine of its own. */
  readonly definition: string;
  /** The event that told of its start. */
  readonly started: number;
  readonly startedAt: number;
  stoppedAt?: number;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  source: ItemsOrigin;
  readonly batches?: BatchLimits;
  readonly format: ResultFormat;
  /** What UpdateMapRun changes. */
  limits: MapRunLimits;

  /** The number of items out of the source so far: where reading goes on. */
  taken: number;
  /** Whether the source has no more. */
  exhausted: boolean;
  /** Items as they came, which ItemSelector has not seen. */
  read: readonly SourceItem[];
  /** Items that wait for their batch to be full. */
  batch: JsonValue[];
  /** The inputs of the next children. */
  ready: ChildInput[];

  /** The number of children so far, which is the index of the next. */
  begun: number;
  /** The number of items in them: they are the first of the source, since children begin in its order. */
  begunItems: number;
  /** The children that run, by index. */
  active: Record<string, ActiveChild>;
  running: Count;
  ended: Readonly<Record<ChildStatus, Count>>;
  /** The ARNs of the children that failed, timed out or were aborted, by index. */
  unsuccessful: Record<string, string>;
  /** How many of those that succeeded are kept to be described. */
  kept: number;

  /** Of a Map that writes no results: what becomes the state's result, by index; none beyond the limit of data. */
  outputs: Record<string, readonly JsonValue[]>;
  outputBytes: number;
  /** Of a Map that writes its results to S3. */
  readonly results?: Results;
  /** How often it was redriven. */
  redrives: number;
  redrivenAt?: number;
  /** Children that are to be redriven as soon as there is room. */
  redriving: WaitingChild[];
  /** The indexes of those that were, since the last redrive: no others begin before the last that began. */
  resumed: number[];
  /** Children that failed and cannot be redriven. */
  notRedrivable: Count;
  /** Why it fails, when its last results are still to be written. */
  failure?: { readonly error?: string; readonly cause?: string };
}

export type ChildStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** So many child executions, which have so many items. */
export interface Count {
  executions: number;
  items: number;
}

/** Where the items come from. */
export type ItemsOrigin =
  | {
      readonly kind: "list";
      readonly values: readonly JsonValue[];
      /** Of the entries of a JSON object. */
      readonly keys?: readonly string[];
    }
  | { readonly kind: "reader"; readonly request: ReaderRequest };

/** One item, as the context object shows it. */
export interface SourceItem {
  readonly value: JsonValue;
  /** Of an entry of a JSON object. */
  readonly key?: string;
  /** `STATE_DATA`, or the address of a bucket or an object: `S3://bucket/key`. */
  readonly source: string;
}

/** What a distributed Map reads its items from. */
export interface ReaderRequest {
  readonly resource: string;
  readonly parameters: JsonValue;
  readonly config: JsonValue;
  /** 0 reads all. */
  readonly maxItems: number;
}

/** How many items go into one child. */
export interface BatchLimits {
  /** 0 for as many as there is room for. */
  readonly items: number;
  /** The most bytes of a child's input. */
  readonly bytes: number;
  /** What every child gets beside its items. */
  readonly input?: JsonValue;
}

export interface MapRunLimits {
  /** The most children at a time; 0 leaves it to the service. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  /** 0 to 100. */
  readonly toleratedFailurePercentage: number;
}

export interface ChildInput {
  readonly input: JsonValue;
  /** The number of its items. */
  readonly items: number;
}

export interface ActiveChild extends ChildInput {
  readonly arn: string;
  /** How often it is to have been redriven; absent in one that never was. */
  readonly redrives?: number;
}

/** A child that is to be redriven. */
export interface WaitingChild extends ChildInput {
  readonly index: number;
  /** Its ARN until now: one of EXPRESS gets another. */
  readonly from: string;
  readonly was: ChildStatus;
  readonly redrives?: number;
}

/** What is told of each child. */
export interface ResultFormat {
  readonly transformation: "NONE" | "COMPACT" | "FLATTEN";
  readonly outputType: "JSON" | "JSONL";
}

/** What was written of the results, and what is to be. */
export interface Results {
  /** What the writer was told: the bucket among it. */
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly bucket: string;
  /** What the keys of all files begin with. */
  readonly folder: string;
  readonly files: Readonly<Record<ResultKind, ResultFile[]>>;
  /** Children that succeeded, in the order of their ends; they are kept until they are written. */
  unwritten: Unwritten[];
  unwrittenBytes: number;
  /** The inputs of children that will not begin, to be written. */
  pending: ChildInput[];
  pendingBytes: number;
  /** Of those that will not begin, how many are in a file. */
  pendingWritten: Count;
  /** Of those that ended, how many are in a file. */
  written: Count;
  /** How many of those that did not succeed are in a file, by index. */
  failedWritten: Count;
  /** Whether all is written, the manifest too. */
  done: boolean;
}

export type ResultKind = "SUCCEEDED" | "FAILED" | "PENDING";

export interface ResultFile {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

export interface Unwritten {
  readonly arn: string;
  readonly items: number;
  /** What it adds to a file. */
  readonly bytes: number;
}
