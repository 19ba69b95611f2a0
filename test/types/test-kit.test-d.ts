import { type MachineRun, runMachine } from "sfn-task-tools/local";
import { LambdaFunction, StateMachine, Task } from "sfn-task-tools/workflow";
import { expectTypeOf, test } from "vitest";

const add = ({ a, b }: { a: number; b: number }) => a + b;
const lambda = new LambdaFunction<typeof add>("add", { envelope: false });
const machine = new StateMachine("adding", new Task("Add", lambda).end());

test("a machine tells what its runs take and give", () => {
  const run = () => runMachine(machine, { input: { a: 1, b: 2 }, functions: { add } });
  expectTypeOf(run).returns.resolves.toEqualTypeOf<MachineRun<number>>();
  // @ts-expect-error: the machine takes { a, b }
  void (() => runMachine(machine, { input: { a: "one" } }));
});

test("of a document nobody knows what it takes and gives", () => {
  const run = () => runMachine({ StartAt: "A", States: {} }, { input: [1] });
  expectTypeOf(run).returns.resolves.toEqualTypeOf<MachineRun<unknown>>();
  const text = () => runMachine("{}", { mocks: { A: (n: number) => n + 1 } });
  expectTypeOf(text).returns.resolves.toEqualTypeOf<MachineRun<unknown>>();
});
