import { SFNClient } from "@aws-sdk/client-sfn";
import { StepFunctions } from "sfn-task-tools/execution";
import { type Local, type LocalOptions, startLocal } from "sfn-task-tools/local";
import { onTestFinished } from "vitest";

export const ROLE = "arn:aws:iam::123456789012:role/any";

export type Transport = "in process" | "over HTTP";
export const TRANSPORTS: readonly Transport[] = ["in process", "over HTTP"];

export interface Service {
  readonly local: Local;
  readonly client: SFNClient;
  readonly stepFunctions: StepFunctions;
}

/** A Step Functions for one test, and a service object that speaks to it. */
export async function startService(
  options: LocalOptions = {},
  transport: Transport = "in process",
): Promise<Service> {
  const local = await startLocal(options);
  onTestFinished(() => local.close());
  const config =
    transport === "over HTTP" ? local.clientConfig("states", "http") : local.clientConfig();
  const client = new SFNClient(config);
  onTestFinished(() => client.destroy());
  return { local, client, stepFunctions: new StepFunctions({ client }) };
}

/** A machine of one state. */
export function only(state: object, name = "only") {
  return { name, definition: { StartAt: "Only", States: { Only: { End: true, ...state } } } };
}

export function pass(result: unknown, name?: string) {
  return only({ Type: "Pass", Result: result }, name);
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
