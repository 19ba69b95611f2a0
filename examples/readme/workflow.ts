// #region workflow
import { defineApp } from "sfn-task-tools/cli";
import { LambdaFunction, mapItems, StateMachine, Task } from "sfn-task-tools/workflow";
import * as functions from "./handlers.js";

const collect = new Task("Collect", new LambdaFunction<typeof functions.collect>("collect"));
const count = new LambdaFunction<typeof functions.countWords>("countWords");
const report = new Task("Report", new LambdaFunction<typeof functions.report>("report"));

/** Collect, then count the words of each character, then report: a type error where one gives what the next does not take. */
export const cast = new StateMachine(
  "cast",
  collect.next(mapItems("Each character", "$", count)).next(report),
);

export default defineApp({ stateMachines: cast, functions });
// #endregion workflow
