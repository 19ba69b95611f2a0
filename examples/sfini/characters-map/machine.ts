// #region machine
import { STATE_DATA_RETRY } from "sfn-task-tools";
import { LambdaFunction, mapItems, StateMachine, Task } from "sfn-task-tools/workflow";
import type { collect, gather, greet } from "./handlers.js";

const collecting = new Task("Collect", new LambdaFunction<typeof collect>("collect"));
const greeting = mapItems("Greet all", "$.characters", new LambdaFunction<typeof greet>("greet"), {
  itemName: "Greet",
  maxConcurrency: 1,
});
const gathering = new Task("Gather", new LambdaFunction<typeof gather>("gather"));

collecting.retry(STATE_DATA_RETRY);

export const machine = new StateMachine("characters", collecting.next(greeting).next(gathering));
// #endregion machine
