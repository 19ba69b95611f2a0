// #region workflow
import { task } from "sfn-task-tools";
import {
  Choice,
  LambdaFunction,
  numericLessThan,
  Pass,
  StateMachine,
  Succeed,
  Task,
} from "sfn-task-tools/workflow";

interface Counting {
  readonly counter: number;
  readonly increment: number;
}

export const increment = task((data: Counting) => data.counter + data.increment);

const initialise = new Pass("initialise", { result: 0, resultPath: "$.counter" }).gives<
  Counting,
  { readonly increment: number }
>();
const counting = new Task("increment", new LambdaFunction<typeof increment>("increment"), {
  resultPath: "$.counter",
}).gives<Counting>();
const check = new Choice<Counting>("checkCounter");
const end = new Succeed("end", { outputPath: "$.counter" });

initialise.next(counting).next(check);
check.when(numericLessThan("$.counter", 10), counting).otherwise(end);

export const machine = new StateMachine<{ readonly increment: number }, number>(
  "looping",
  initialise,
);
// #endregion workflow
