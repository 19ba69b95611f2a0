import { setTimeout as sleep } from "node:timers/promises";
import type { LambdaContext } from "sfn-task-tools";
import type { MapState, State, StateMachine, TaskState } from "./definition.js";
import type { Ending, Execution } from "./execution.js";
import { fill, select, sent, statesError, Traffic } from "./traffic.js";

/** Lambda functions by name. An event is whatever the state machine's definition makes it. */
export type Handlers = Readonly<
  Record<string, (event: never, lambda: LambdaContext) => Promise<unknown>>
>;

/** Is told how the run gets on. */
export interface Watcher {
  entered(state: string): void;
  iterated(state: string, done: number, total: number): void;
  /** The state is over, well or not. */
  exited(state: string): void;
}

export type Outcome = Ending & { readonly output: unknown; readonly traffic: Traffic };

/**
 * Stands in for Step Functions: calls the handlers in the order of the definition, with only JSON
 * text between them. It knows what this example needs and no more: no Choice, no Catch, no JSONata.
 */
export async function drive(
  definition: StateMachine,
  run: { execution: Execution; handlers: Handlers; input: unknown; watcher?: Watcher },
): Promise<Outcome> {
  const { execution, handlers, input, watcher } = run;
  const traffic = new Traffic();
  let output: unknown;
  let ending: Ending = { status: "SUCCEEDED" };
  try {
    output = await runStates(definition, traffic.pass(input), undefined);
  } catch (error) {
    ending = { status: "FAILED", error: nameOf(error), cause: messageOf(error) };
  }
  return { ...execution.end(ending), output, traffic };

  async function runStates(machine: StateMachine, first: unknown, map: unknown): Promise<unknown> {
    let data = first;
    let name: string | undefined = machine.StartAt;
    while (name !== undefined && execution.status === "RUNNING") {
      const state: State | undefined = machine.States[name];
      if (state === undefined) throw statesError("States.Runtime", `There is no state "${name}".`);
      if (map === undefined) watcher?.entered(name);
      try {
        const result =
          state.Type === "Map"
            ? await runMap(name, state, data)
            : await runTask(name, state, data, map);
        data = traffic.pass(state.ResultPath === null ? data : result);
      } finally {
        if (map === undefined) watcher?.exited(name);
      }
      name = state.Next;
    }
    return data;
  }

  async function runMap(name: string, state: MapState, data: unknown): Promise<unknown[]> {
    const items = select(state.ItemsPath, data) as unknown[]; // the definition says so
    const results: unknown[] = [];
    // A generator, so that the loop that an iteration fails in closes it for the others, too.
    const waiting = (function* () {
      yield* items.entries();
    })();
    let done = 0;
    const work = async () => {
      for (const [Index, Value] of waiting) {
        const map = { Item: { Index, Value } };
        const item = fill(state.ItemSelector, data, { Map: map });
        results[Index] = await runStates(state.ItemProcessor, traffic.pass(item), map);
        watcher?.iterated(name, ++done, items.length);
      }
    };
    const workers = Array.from({ length: state.MaxConcurrency }, work);
    // Nothing is left running behind a failure.
    await Promise.allSettled(workers);
    await Promise.all(workers);
    return results;
  }

  async function runTask(name: string, state: TaskState, data: unknown, map: unknown) {
    const handler = handlers[state.Resource.split(":").at(-1) ?? ""];
    if (handler === undefined) {
      throw statesError("States.Runtime", `No handler for ${state.Resource}.`);
    }
    const EnteredTime = new Date().toISOString();
    for (let RetryCount = 0; ; RetryCount += 1) {
      const context = contextObject(execution, { Name: name, EnteredTime, RetryCount }, map);
      const event = sent(fill(state.Parameters, data, context)) as never; // see Handlers
      try {
        return sent(await handler(event, lambdaContext()));
      } catch (error) {
        if (execution.status !== "RUNNING") throw error;
        const retrier = state.Retry?.find(({ ErrorEquals }) => ErrorEquals.includes(nameOf(error)));
        if (retrier === undefined || RetryCount >= retrier.MaxAttempts) throw error;
        await sleep(1_000 * retrier.IntervalSeconds * retrier.BackoffRate ** RetryCount);
      }
    }
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextObject(execution: Execution, State: object, map: unknown) {
  const { arn: Id, name: Name, startDate, stateMachine } = execution;
  return {
    Execution: { Id, Name, StartTime: startDate.toISOString(), RedriveCount: 0 },
    StateMachine: { Id: stateMachine.arn, Name: stateMachine.name },
    State,
    ...(map === undefined ? {} : { Map: map }),
  };
}

/** As of a Lambda function with the longest timeout. */
function lambdaContext(): LambdaContext {
  const end = Date.now() + 900_000;
  return { getRemainingTimeInMillis: () => end - Date.now() };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "Error";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
