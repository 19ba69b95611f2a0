import { Context, type LambdaContext } from "sfn-task-tools";

export const handler = async (event: { input: unknown }, lambda: LambdaContext) =>
  Context.fromEvent(event, { lambda }).stateData.putItem("bundled", event.input);
