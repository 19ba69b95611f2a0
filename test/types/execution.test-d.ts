import { task } from "sfn-task-tools";
import { type ActivityFunction, ActivityGroup, Worker } from "sfn-task-tools/activity";
import type { Execution, HistoryEvent, StepFunctions } from "sfn-task-tools/execution";
import { StateMachine, Task } from "sfn-task-tools/workflow";
import { expectTypeOf, test } from "vitest";

declare const stepFunctions: StepFunctions;
const group = new ActivityGroup("test");
const add = group.define("add", ({ a, b }: { a: number; b: number }) => a + b);

test("a machine tells what its executions take and give", () => {
  const machine = new StateMachine("adding", new Task("add", add).end());
  const start = () => stepFunctions.start(machine, { a: 1, b: 2 });
  expectTypeOf(start).returns.resolves.toEqualTypeOf<Execution<number>>();
  const output = async () => (await (await start()).wait()).output;
  expectTypeOf(output).returns.resolves.toEqualTypeOf<number | undefined>();
  // @ts-expect-error: the machine takes { a, b }
  void (() => stepFunctions.start(machine, { a: 1 }));
  // @ts-expect-error: it cannot do without an input
  void (() => stepFunctions.start(machine));
  // @ts-expect-error: in one request as well
  void (() => stepFunctions.startSync(machine, "text"));
});

test("of a name or a document the caller states the output, or it is unknown", () => {
  const stated = () => stepFunctions.start<{ sum: number }>("adding", { a: 1 });
  expectTypeOf(stated).returns.resolves.toEqualTypeOf<Execution<{ sum: number }>>();
  const unknown = () => stepFunctions.start({ name: "adding" });
  expectTypeOf(unknown).returns.resolves.toEqualTypeOf<Execution<unknown>>();
});

test("the type of an event tells its details", () => {
  const check = (event: HistoryEvent) => {
    if (event.type === "TaskScheduled") {
      expectTypeOf(event.details.resourceType).toEqualTypeOf<string>();
      // @ts-expect-error: of another type of event
      void event.details.workerName;
    }
    if (event.type === "MapIterationStarted") {
      expectTypeOf(event.details.index).toEqualTypeOf<number>();
    }
    if (event.type === "Unknown") expectTypeOf(event.unknownType).toEqualTypeOf<string>();
    // @ts-expect-error: there is no such event
    return event.type === "TaskFellAsleep";
  };
  expectTypeOf(check).toBeFunction();
});

test("an activity knows what it takes and gives, of a plain function and of a task() handler", () => {
  expectTypeOf(add.run).parameter(0).toEqualTypeOf<{ a: number; b: number }>();
  expectTypeOf(add.run).returns.toEqualTypeOf<number | Promise<number>>();
  const greet = group.define(
    "greet",
    task(async (input: { who: string }) => `Hello ${input.who}`),
  );
  expectTypeOf(greet.run).parameter(0).toEqualTypeOf<{ who: string }>();
  expectTypeOf<Parameters<ActivityFunction<string, void>>[1]>().toHaveProperty("signal");
  // @ts-expect-error: a group, an activity, or several
  void (() => new Worker("add"));
});
