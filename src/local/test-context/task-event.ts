import { randomUUID } from "node:crypto";

/** An execution that a test plays: nothing runs behind it. */
export interface TestExecution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly startTime: string;
}

export function newExecution(region: string, account: string): TestExecution {
  const [stateMachineName, name] = ["test", randomUUID()];
  const states = `arn:aws:states:${region}:${account}`;
  return {
    arn: `${states}:execution:${stateMachineName}:${name}`,
    name,
    stateMachineArn: `${states}:stateMachine:${stateMachineName}`,
    stateMachineName,
    startTime: new Date().toISOString(),
  };
}

/** What of the context object differs from task to task. */
export interface TaskEventOptions {
  /** The state's name. Default `Task`. */
  readonly state?: string | undefined;
  /** How often the state was tried before. Default 0. */
  readonly retryCount?: number | undefined;
  /** The index of the Map iteration; left out outside a Map. */
  readonly mapIndex?: number | undefined;
  /** Of a state with `.waitForTaskToken`. */
  readonly taskToken?: string | undefined;
}

/** What a Task state sends with `{ "input.$": "$", "context.$": "$$" }`, copied as the wire copies it. */
export function taskEvent<Input>(
  input: Input,
  execution: TestExecution,
  { state = "Task", retryCount = 0, mapIndex, taskToken }: TaskEventOptions = {},
): { readonly input: Input; readonly context: object } {
  const now = new Date().toISOString();
  const context = {
    Execution: {
      Id: execution.arn,
      Name: execution.name,
      StartTime: execution.startTime,
      RedriveCount: 0,
    },
    StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineName },
    State: { Name: state, EnteredTime: now, RetryCount: retryCount },
    ...(mapIndex === undefined ? {} : { Map: { Item: { Index: mapIndex } } }),
    ...(taskToken === undefined ? {} : { Task: { Token: taskToken } }),
  };
  return JSON.parse(JSON.stringify({ input, context }));
}

/** A list pointer, as far as a Map state looks at it. */
interface List {
  readonly table_name: string;
  readonly partition_key: string;
  readonly key: string;
  readonly items: readonly unknown[];
}

/** The inputs of a Map's iterations over a list pointer, as its ItemSelector makes them. */
export function iterationInputs({ table_name, partition_key, key, items }: List) {
  return items.map((context_value, context_index) => ({
    items_result_table_name: table_name,
    items_result_partition_key: partition_key,
    items_result_key: key,
    context_index,
    context_value,
  }));
}
