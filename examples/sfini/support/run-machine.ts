import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { Local } from "sfn-task-tools/local";
import type { StateMachine } from "sfn-task-tools/workflow";

export type Transport = "in-process" | "http";

/** Runs a machine to its end. The history has a line for each event: what it is, and of what. */
export async function runMachine<Input>(
  local: Local,
  transport: Transport,
  machine: StateMachine<Input>,
  input: Input,
) {
  const config =
    transport === "http" ? local.clientConfig("states", "http") : local.clientConfig("states");
  const sfn = new SFNClient(config);
  const { region, account } = local;
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: machine.name,
      roleArn: `arn:aws:iam::${account}:role/any`,
      definition: machine.toJson({ region, account }),
    }),
  );
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  const { status, output, error, cause } = await ended(sfn, executionArn);
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  return {
    status,
    output: output === undefined ? undefined : JSON.parse(output),
    error,
    cause,
    seconds: secondsBetween(events[0], events.at(-1)),
    history: events.map(lineOf),
  };
}

async function ended(sfn: SFNClient, executionArn: string | undefined) {
  for (;;) {
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (described.status !== "RUNNING") return described;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function secondsBetween(first?: HistoryEvent, last?: HistoryEvent): number {
  return Math.floor(
    ((last?.timestamp?.getTime() ?? 0) - (first?.timestamp?.getTime() ?? 0)) / 1000,
  );
}

function lineOf({ id, previousEventId, type, timestamp: _, ...details }: HistoryEvent): string {
  const { name, resource, error } = (Object.values(details)[0] ?? {}) as Record<string, unknown>;
  const subject = [name, resource, error].find((told) => told !== undefined);
  return `${previousEventId} → ${id} ${type}${subject === undefined ? "" : ` ${subject}`}`;
}
