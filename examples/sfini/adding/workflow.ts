// #region workflow
import { task } from "sfn-task-tools";
import { LambdaFunction, StateMachine, Task } from "sfn-task-tools/workflow";

export const add = task((data: { a: number; b: number }) => data.a + data.b);

const adding = new Task("add", new LambdaFunction<typeof add>("add"));

export const machine = new StateMachine("testAdding", adding.end());
// #endregion workflow
