// #region workflow
import { task } from "sfn-task-tools";
import { LambdaFunction, Parallel, StateMachine, Task, Wait } from "sfn-task-tools/workflow";

interface Message {
  readonly level: number;
  readonly message: string;
}

export const log = task(({ level, message }: Message) => {
  console.info(level, message);
});

/** Prints the message, and says until when it takes to read it. */
export const print = task(({ message }: Message) => {
  console.info(message);
  return new Date(Date.now() + message.length * 5_000).toISOString();
});

const logging = new Task("log", new LambdaFunction<typeof log>("log"), { resultPath: null });
const printing = new Task("print", new LambdaFunction<typeof print>("print"), {
  resultPath: "$.until",
}).gives<Message & { readonly until: string }>();

const both = new Parallel(
  "printAndLog",
  [logging.end(), printing.next(new Wait("wait", { timestampPath: "$.until" }))],
  { resultPath: "$.parallel", outputPath: "$.parallel" },
).gives<[Message, Message & { readonly until: string }]>();

export const machine = new StateMachine("parallel", both.end());
// #endregion workflow
