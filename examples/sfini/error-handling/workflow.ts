// #region workflow
import { task } from "sfn-task-tools";
import { Fail, LambdaFunction, StateMachine, Task } from "sfn-task-tools/workflow";

class MyError extends Error {
  override readonly name = "MyError";
}

/** Takes too long at first, and fails when it is tried again. */
export const raise = task(async (_input: object, { execution }) => {
  if (execution?.state?.retryCount === 0) await new Promise(() => {});
  throw new MyError("foobar");
});

const raising = new Task("raise", new LambdaFunction<typeof raise>("raise"), {
  timeoutSeconds: 1,
});
const fail = new Fail("fail", { error: "WorkerError", cause: "MyError was raised" });

raising.retry(["States.Timeout"], { intervalSeconds: 3 });
raising.catch(["MyError"], fail, { resultPath: "$.error-info" });

export const machine = new StateMachine("errorHandling", raising);
// #endregion workflow
