import { deepEqual, rejects } from "node:assert/strict";
import { Context, type LambdaContext, readEnvelope } from "sfn-task-tools";
import { contextObject, fill, readDocument } from "./support/events.js";
import type { Stage } from "./support/stage.js";

// #region handler
export const handler = async (event: { input: { show: string } }, lambda: LambdaContext) => {
  const context = Context.fromEvent(event, { lambda });
  console.log(context.execution?.name, context.execution?.state?.retryCount);
  return context.stateData.putItem("show", { title: event.input.show });
};
// #endregion handler

type Template = { Parameters?: { Payload?: unknown }; Arguments?: unknown };

export default async function (stage: Stage) {
  const { States } = readDocument<{ States: Record<string, Template> }>("context.asl.json");
  const object = contextObject(stage, { Task: { Token: "token" } });
  for (const { Parameters, Arguments } of Object.values(States)) {
    const event = fill(
      Parameters?.Payload ?? Parameters ?? Arguments,
      { show: "Seinfeld" },
      object,
    );
    const { input, execution } = readEnvelope(event);
    deepEqual(input, { show: "Seinfeld" });
    deepEqual(execution?.arn, stage.context.execution?.arn);
    deepEqual(execution?.state?.retryCount, 0);
    const pointer = await handler(event as { input: { show: string } }, stage.lambda);
    deepEqual(await stage.stateData.getItem(pointer), { title: "Seinfeld" });
  }
  const all = fill(States.All?.Parameters, {}, object);
  deepEqual(Context.fromEvent(all).execution?.taskToken, "token");
  deepEqual(Context.fromEvent(all).execution?.stateMachine.name, object.StateMachine.Name);

  const flatEvent = { show: "Seinfeld", execution_arn: object.Execution.Id };
  deepEqual(readEnvelope(flatEvent), { input: flatEvent, execution: undefined });
  const flat = Context.fromEvent(flatEvent);
  deepEqual(flat.execution, undefined);
  await rejects(flat.stateData.putItem("show", 1), {
    name: "InvalidArgumentError",
    message: /"Parameters": \{ "input\.\$": "\$", "context\.\$": "\$\$" \}/,
  });
  // #region flat
  const context = new Context({ execution: flatEvent.execution_arn });
  await context.stateData.putItem("show", { title: flatEvent.show });
  // #endregion flat
  deepEqual(context.execution?.namespace, stage.context.execution?.namespace);
  deepEqual(await stage.stateData.getItem("show"), { title: "Seinfeld" });
}
