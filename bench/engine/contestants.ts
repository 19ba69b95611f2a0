import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";
import type { EngineWorkload } from "./workloads.js";

/** A way to run a state machine; what it resolves to is the output. */
export type RunWorkload = (workload: EngineWorkload) => Promise<unknown>;

export type MachineType = "STANDARD" | "EXPRESS";

/** How long to wait before an execution is looked at again, in milliseconds. */
const LOOK_AGAIN_MS = 2;

/** The engine as its users reach it: the SDK's client over the API in this process, with the history that it keeps. */
export async function ours(type: MachineType): Promise<RunWorkload> {
  const local = await startLocal();
  const sfn = new SFNClient(local.clientConfig());
  const machines = new Map<string, string>();

  async function machineOf(workload: EngineWorkload): Promise<string> {
    const definition = JSON.stringify(workload.definition);
    const known = machines.get(definition);
    if (known !== undefined) return known;
    const { stateMachineArn = "" } = await sfn.send(
      new CreateStateMachineCommand({
        name: `bench-${machines.size}`,
        type,
        definition,
        roleArn: "arn:aws:iam::123456789012:role/bench",
      }),
    );
    machines.set(definition, stateMachineArn);
    return stateMachineArn;
  }

  return async (workload) => {
    const stateMachineArn = await machineOf(workload);
    const input = JSON.stringify(workload.input);
    if (type === "EXPRESS") {
      return outputOf(await sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input })));
    }
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    for (;;) {
      const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (described.status !== "RUNNING") return outputOf(described);
      await sleep(LOOK_AGAIN_MS);
    }
  };
}

interface Ended {
  readonly status?: string | undefined;
  readonly output?: string | undefined;
  readonly cause?: string | undefined;
}

function outputOf({ status, output, cause }: Ended): unknown {
  if (status !== "SUCCEEDED") throw new Error(`The execution ended ${status}: ${cause}`);
  return JSON.parse(output ?? "");
}

/** The part of aws-local-stepfunctions that is used; it is installed for the benchmark only. */
interface Peer {
  readonly StateMachine: new (
    definition: object,
    options: object,
  ) => { run(input: object): { readonly result: Promise<unknown> } };
}

/** aws-local-stepfunctions, from the file that it begins with. */
export async function peer(entry: string): Promise<RunWorkload> {
  const { StateMachine } = (await import(entry)) as Peer;
  return ({ definition, input }) =>
    new StateMachine(definition, { validationOptions: { noValidate: true } }).run(input).result;
}
