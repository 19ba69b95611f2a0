import { readJson } from "./execution-facts.js";
import type { HistoryDetails } from "./history-details.js";

/** The types of events that are known here; the service may send others. */
export type HistoryEventType = keyof HistoryDetails;

interface EventFacts {
  /** From 1, without gaps. */
  readonly id: number;
  /** The event that this one follows; each branch and Map iteration is a chain of its own. */
  readonly previousEventId: number;
  readonly timestamp: Date;
}

/** An event of one type, with its details. */
export interface HistoryEventOf<Type extends HistoryEventType> extends EventFacts {
  readonly type: Type;
  readonly details: HistoryDetails[Type];
}

/** An event of a type that this version does not know, passed through as it came. */
export interface UnknownHistoryEvent extends EventFacts {
  readonly type: "Unknown";
  /** What the service calls it. */
  readonly unknownType: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** One event of an execution. `switch (event.type)` tells the type of its `details`. */
export type HistoryEvent =
  | { [Type in HistoryEventType]: HistoryEventOf<Type> }[HistoryEventType]
  | UnknownHistoryEvent;

/** As the SDK answers: at most one member tells the details, its name the type's or its family's. */
export interface SdkHistoryEvent {
  readonly id?: number | undefined;
  readonly previousEventId?: number | undefined;
  readonly timestamp?: Date | undefined;
  readonly type?: string | undefined;
}

const KNOWN: Readonly<Record<HistoryEventType, true>> = {
  ActivityFailed: true,
  ActivityScheduleFailed: true,
  ActivityScheduled: true,
  ActivityStarted: true,
  ActivitySucceeded: true,
  ActivityTimedOut: true,
  ChoiceStateEntered: true,
  ChoiceStateExited: true,
  EvaluationFailed: true,
  ExecutionAborted: true,
  ExecutionFailed: true,
  ExecutionRedriven: true,
  ExecutionStarted: true,
  ExecutionSucceeded: true,
  ExecutionTimedOut: true,
  FailStateEntered: true,
  LambdaFunctionFailed: true,
  LambdaFunctionScheduleFailed: true,
  LambdaFunctionScheduled: true,
  LambdaFunctionStartFailed: true,
  LambdaFunctionStarted: true,
  LambdaFunctionSucceeded: true,
  LambdaFunctionTimedOut: true,
  MapIterationAborted: true,
  MapIterationFailed: true,
  MapIterationStarted: true,
  MapIterationSucceeded: true,
  MapRunAborted: true,
  MapRunFailed: true,
  MapRunRedriven: true,
  MapRunStarted: true,
  MapRunSucceeded: true,
  MapStateAborted: true,
  MapStateEntered: true,
  MapStateExited: true,
  MapStateFailed: true,
  MapStateStarted: true,
  MapStateSucceeded: true,
  ParallelStateAborted: true,
  ParallelStateEntered: true,
  ParallelStateExited: true,
  ParallelStateFailed: true,
  ParallelStateStarted: true,
  ParallelStateSucceeded: true,
  PassStateEntered: true,
  PassStateExited: true,
  SucceedStateEntered: true,
  SucceedStateExited: true,
  TaskFailed: true,
  TaskScheduled: true,
  TaskStartFailed: true,
  TaskStarted: true,
  TaskStateAborted: true,
  TaskStateEntered: true,
  TaskStateExited: true,
  TaskSubmitFailed: true,
  TaskSubmitted: true,
  TaskSucceeded: true,
  TaskTimedOut: true,
  WaitStateAborted: true,
  WaitStateEntered: true,
  WaitStateExited: true,
};

/** Members of details that are JSON text. */
const JSON_MEMBERS = new Set(["input", "output", "parameters"]);

export function readEvent(event: SdkHistoryEvent): HistoryEvent {
  const { id = 0, previousEventId = 0, timestamp = new Date(0), type = "" } = event;
  const facts = { id, previousEventId, timestamp };
  const details = readDetails(event);
  if (!Object.hasOwn(KNOWN, type)) return { ...facts, type: "Unknown", unknownType: type, details };
  return { ...facts, type, details } as HistoryEvent; // the service pairs each type with its details
}

/** The names of all known types. */
export function knownEventTypes(): HistoryEventType[] {
  return Object.keys(KNOWN) as HistoryEventType[]; // typed above
}

function readDetails(event: SdkHistoryEvent): Readonly<Record<string, unknown>> {
  const details = Object.entries(event).find(
    ([name, value]) => name.endsWith("EventDetails") && value !== undefined,
  )?.[1];
  if (typeof details !== "object" || details === null) return {};
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      JSON_MEMBERS.has(name) && typeof value === "string" ? readJson(value) : value,
    ]),
  );
}
