import type { Template } from "./traffic.js";

/** The part of the States Language that the driver runs: Task and Map, one after the other. */
export interface StateMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type State = TaskState | MapState;

export interface TaskState extends Common {
  readonly Type: "Task";
  /** The ARN of a Lambda function; its name is the handler's. */
  readonly Resource: string;
  readonly Parameters: Template;
  readonly Retry?: readonly Retrier[];
}

export interface MapState extends Common {
  readonly Type: "Map";
  readonly ItemsPath: string;
  readonly ItemSelector: Template;
  readonly MaxConcurrency: number;
  readonly ItemProcessor: StateMachine;
}

interface Common {
  /** null keeps the state's input as its output; a path is not supported. */
  readonly ResultPath?: null;
  /** Left out at the end. */
  readonly Next?: string;
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
}
