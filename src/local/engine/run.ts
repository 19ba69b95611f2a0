import type { JsonValue } from "../../shared/json.js";
import type { HistoryEvent } from "./history/history-event.js";
import type { MapRun } from "./map-run/map-run-document.js";

export type MachineType = "STANDARD" | "EXPRESS";

export type RunStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/**
 * One execution, whole: where it stands, what it waits for and what it has told. It is JSON, so it
 * can be kept and taken up again; nothing of a run lives outside it. Times are milliseconds of Unix time.
 */
export interface Run {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly machine: MachineOfRun;
  readonly startedAt: number;
  /** As it was sent. */
  readonly inputText: string;
  /** When the whole run is over time; what no definition says is the service's own limit. */
  dueAt: number;
  /** Whether the run is to be ended at that time, or only where it would wait beyond it. */
  readonly isDue: boolean;
  readonly events: HistoryEvent[];
  readonly root: Branch;
  status: RunStatus;
  stoppedAt?: number;
  outputText?: string;
  error?: string;
  cause?: string;
  /** How often it was redriven. */
  redrives: number;
  /** When it was last. */
  redrivenAt?: number;
  /** The client tokens of its last redrives, and when each was first used. */
  readonly redriveTokens: { readonly token: string; readonly at: number }[];
  /** The number of tasks so far; names the next. */
  tasks: number;
  /** The number of events so far, which is the id of the last. */
  told: number;
  /** The characters of the texts in its events. */
  characters: number;
  /** The runs of its distributed Maps, by ARN; those that have ended stay. */
  readonly mapRuns: Record<string, MapRun>;
  /** Set in a child of a distributed Map. */
  readonly mapRunArn?: string;
  /** Whether it outlives the process, where others do. Default true; it runs at most once otherwise. */
  readonly isKept?: false;
  /** The execution that a client started; set in a child of a distributed Map. */
  readonly rootArn?: string;
  /** The test case of a mock file that it was started with. */
  readonly testCase?: string;
  /** Which ways it has gone; kept where somebody asked for it, and then its events are, too. */
  readonly taken?: Taken;
  /** The number of items in the input of a child of a distributed Map. */
  readonly itemCount?: number;
}

/**
 * By the name of a state, how often the run entered it (under `""`) and left it or tried it again,
 * by the JSON pointer from the state to what led on: `/Next`, `/End`, `/Choices/0`, `/Default`,
 * `/Catch/0`, `/Retry/0`.
 */
export type Taken = Record<string, Record<string, number>>;

/** What a run knows of its state machine, as it was when the run started. */
export interface MachineOfRun {
  /** The machine's ARN, without version or alias. */
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** The text of the definition. */
  readonly definition: string;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly revisionId?: string;
  readonly updatedAt: number;
  /** What else it was configured with, as it is answered. */
  readonly settings: object;
}

/** States that follow one another: the run itself, a branch of a Parallel, an iteration of a Map. */
export interface Branch {
  status: "running" | "succeeded" | "failed";
  /** The state that it is in, or enters next. */
  visit: Visit;
  /** Those of the scopes around it, and its own. */
  variables: Variables;
  /** The id of the event to which the next one links. */
  last: number;
  /** In an iteration of a Map. */
  readonly item?: MapItem;
  output?: JsonValue;
  failure?: Failure;
}

export type Variables = Readonly<Record<string, JsonValue>>;

export interface MapItem {
  readonly index: number;
  readonly value: JsonValue;
  /** Of an entry of a JSON object that a distributed Map runs over. */
  readonly key?: string;
  /** Where a distributed Map has it from. */
  readonly source?: string;
}

/** An error of the States Language, as retriers and catchers match it. */
export interface Failure {
  readonly error?: string;
  readonly cause?: string;
}

/** One stay in a state, retries included. */
export interface Visit {
  readonly state: string;
  readonly input: JsonValue;
  /** The event before the one that told of entering. */
  before: number;
  /** The id of the event that told of entering; 0 until then. */
  entered: number;
  enteredAt: number;
  /** How often each retrier has retried. */
  retries: number[];
  /** What its task was answered at first, before the run was redriven. */
  submitted?: JsonValue;
  stage: Stage;
}

/** What a visit does next, or waits for. */
export type Stage =
  | { readonly at: "door" }
  | { readonly at: "start" }
  | { readonly at: "pause"; readonly until: number; readonly next: "start" | "exit" }
  | { readonly at: "task"; task: Task }
  | { readonly at: "result"; readonly result: JsonValue }
  | FailureStage
  | { readonly at: "branches"; readonly fork: Fork }
  | { readonly at: "children"; readonly mapRunArn: string };

/** A state's work has failed; what of it may be of use in a redrive is kept. */
export interface FailureStage {
  readonly at: "failure";
  readonly failure: Failure;
  readonly names: readonly string[];
  /** The branches or iterations, of which one has failed. */
  readonly fork?: Fork;
  /** The distributed Map, of which too many children have failed. */
  readonly mapRunArn?: string;
  /** What the task was answered at first. */
  readonly submitted?: JsonValue;
}

/** A task that something outside works on. Which events tell of it, its resource says. */
export interface Task {
  readonly id: number;
  /** What callers send back; also tells an old holder of the same number apart. */
  readonly token: string;
  readonly resource: string;
  readonly parameters: JsonValue;
  readonly credentials?: JsonValue;
  stage: "scheduled" | "started" | "submitted";
  readonly timeoutAt?: number;
  readonly heartbeatMs?: number;
  heartbeatAt?: number;
  /** What `.sync` and `.waitForTaskToken` were answered at first; until then what the task in its place was, before the run was redriven. */
  submitted?: JsonValue;
}

/** The branches of a Parallel, or the iterations of an inline Map. */
export interface Fork {
  readonly kind: "Parallel" | "Map";
  /** By index; those of a Map that have not begun are absent, those that have ended are dropped. */
  readonly active: { readonly index: number; readonly branch: Branch }[];
  /** Of a Map: the items, ready for their iterations. */
  readonly items: readonly JsonValue[];
  /** Of a Map: the items as the context object shows them. */
  readonly values: readonly JsonValue[];
  /** The most iterations at a time. */
  readonly width: number;
  begun: number;
  readonly outputs: JsonValue[];
  ended: number;
  /** The event to which the next iteration links. */
  turn: number;
}
