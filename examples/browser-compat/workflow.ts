import { readFile } from "node:fs/promises";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type Traffic, watchHistory } from "./history.js";
import type { Watcher } from "./progress.js";

const file = new URL("state-machine.asl.json", import.meta.url);

/** The state machine, as it is given to Step Functions. */
export async function readDefinition(): Promise<string> {
  return readFile(file, "utf8");
}

/** Creates the state machine and starts an execution of it, here or on AWS. Resolves to its ARN. */
export async function startWorkflow(sfn: SFNClient, definition: string, input: object) {
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "browser-compat",
      definition,
      roleArn: "arn:aws:iam::123456789012:role/browser-compat",
    }),
  );
  const { executionArn = "" } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return executionArn;
}

/** What became of an execution, and what went through its states. */
export interface Outcome {
  readonly execution: DescribeExecutionCommandOutput;
  readonly traffic: Traffic;
}

/** Follows an execution to its end. */
export async function followWorkflow(
  sfn: SFNClient,
  executionArn: string,
  watcher: Watcher,
): Promise<Outcome> {
  const traffic = await watchHistory(sfn, executionArn, watcher);
  const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  return { execution, traffic };
}
