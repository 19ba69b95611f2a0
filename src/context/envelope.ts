import { type ExecutionArn, parseExecutionArn } from "../shared/arn.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";

/**
 * The execution that a task runs in. Only the ARN and what it says are always known; the rest comes
 * with the envelope.
 */
export interface ExecutionInfo {
  readonly arn: string;
  readonly name: string;
  readonly type: "STANDARD" | "EXPRESS";
  readonly stateMachine: { readonly name: string; readonly arn?: string };
  /** What the keys of the execution's state data begin with. */
  readonly namespace: string;
  /** ISO 8601. */
  readonly startTime?: string;
  /** How often the execution was redriven. */
  readonly redriveCount?: number;
  readonly state?: {
    readonly name?: string;
    /** ISO 8601. */
    readonly enteredTime?: string;
    /** 0 at the first attempt. */
    readonly retryCount?: number;
  };
  /** The index of the Map iteration. */
  readonly mapIndex?: number;
  /** Of a task that was started with `.waitForTaskToken`, or of an activity. */
  readonly taskToken?: string;
}

/** An event, taken apart: what is for the task, and what tells where it runs. */
export interface Envelope {
  readonly input: unknown;
  readonly execution: ExecutionInfo | undefined;
}

/** What a Task state sends to a task: its envelope, or the input alone. */
export type TaskEvent<Input> = Input | { readonly input: Input; readonly context: unknown };

/**
 * Reads the event of a Task state. `{ "input": …, "context": { "Execution": { "Id": … }, … } }` is
 * an envelope, in the spelling of the context object, so that `"context.$": "$$"` makes it; any
 * other event is flat: all of it is the input, and the execution is not known.
 *
 * @throws InvalidArgumentError for what is an envelope but for its `Execution.Id`.
 */
export function readEnvelope(event: unknown): Envelope {
  const { input, context } = fieldsOf(event);
  const { Id } = fieldsOf(fieldsOf(context).Execution);
  if (typeof Id !== "string") {
    // As the definition means it, the event is not the input: the task would work on the wrong data.
    if (input !== undefined && isContextObject(context)) throw noExecutionId(Id);
    return { input: event, execution: undefined };
  }
  return { input, execution: describeExecution(Id, fieldsOf(context)) };
}

/**
 * What an ARN, and the context object around it where there is one, say of an execution.
 *
 * @throws InvalidArgumentError when it is no execution's ARN.
 */
export function describeExecution(
  arn: string,
  context: Readonly<Record<string, unknown>> = {},
): ExecutionInfo {
  const parsed = parseExecutionArn(arn);
  const execution = fieldsOf(context.Execution);
  const machine = fieldsOf(context.StateMachine);
  const state = fieldsOf(context.State);
  const item = fieldsOf(fieldsOf(context.Map).Item);
  const token = fieldsOf(context.Task).Token;
  return {
    arn,
    name: parsed.name,
    type: parsed.type,
    stateMachine: { name: parsed.stateMachineName, ...text("arn", machine.Id) },
    namespace: namespaceOf(parsed),
    ...text("startTime", execution.StartTime),
    ...number("redriveCount", execution.RedriveCount),
    ...(context.State === undefined
      ? {}
      : {
          state: {
            ...text("name", state.Name),
            ...text("enteredTime", state.EnteredTime),
            ...number("retryCount", state.RetryCount),
          },
        }),
    ...number("mapIndex", item.Index),
    ...text("taskToken", token),
  };
}

/** Whether it has any of the context object's parts. */
function isContextObject(context: unknown): boolean {
  const fields = fieldsOf(context);
  return ["Execution", "StateMachine", "State"].some(
    (part) => typeof fields[part] === "object" && fields[part] !== null,
  );
}

function noExecutionId(found: unknown): InvalidArgumentError {
  return new InvalidArgumentError(
    `Expected the envelope's "context" to have the execution's ARN in "Execution.Id", got ${describe(found)}. Let the Task state send "context.$": "$$", or at least "Execution": { "Id.$": "$$.Execution.Id" }.`,
  );
}

/** Execution names are unique only within a state machine, and EXPRESS ones not even there. */
function namespaceOf({ stateMachineName, uniqueName }: ExecutionArn): string {
  return `${stateMachineName}/${uniqueName}`;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // Every field is checked where it is read.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text<K extends string>(name: K, value: unknown): { readonly [P in K]?: string } {
  return typeof value === "string" ? ({ [name]: value } as { [P in K]: string }) : {};
}

function number<K extends string>(name: K, value: unknown): { readonly [P in K]?: number } {
  return typeof value === "number" ? ({ [name]: value } as { [P in K]: number }) : {};
}
