import { deepEqual, ok, rejects } from "node:assert/strict";
import { Context, type LambdaContext } from "sfn-task-tools";
import { taskEvent } from "./support/events.js";
import type { Stage } from "./support/stage.js";

// #region signal
export const handler = async (event: { input: { url: string } }, lambda: LambdaContext) => {
  const { stateData, signal } = Context.fromEvent(event, { lambda });
  const response = await fetch(event.input.url, { signal });
  return stateData.putItem("page", await response.text());
};
// #endregion signal

export default async function (stage: Stage) {
  const event = taskEvent(stage, { url: "data:text/plain,hello" });
  deepEqual(await stage.stateData.getItem(await handler(event, stage.lambda)), "hello");

  const ending: LambdaContext = { getRemainingTimeInMillis: () => 500 };
  const { stateData, signal } = Context.fromEvent(event, { lambda: ending });
  await new Promise((resolve) => setTimeout(resolve, 20));
  ok(signal.aborted);
  await rejects(stateData.getItem("page"), {
    name: "StateDataUnavailableError",
    message: /The deadline came/,
  });

  // #region abort
  const controller = new AbortController();
  const reading = stage.stateData.getItem("page", { signal: controller.signal });
  controller.abort();
  // #endregion abort
  await rejects(reading, { name: "StateDataUnavailableError", message: /was aborted/ });
}
