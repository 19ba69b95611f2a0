import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { Local } from "sfn-task-tools/local";
import type { StateMachine } from "sfn-task-tools/workflow";

/** Runs a machine to its end by the AWS SDK, over HTTP. */
export async function runOverHttp<Input>(local: Local, machine: StateMachine<Input>, input: Input) {
  const sfn = new SFNClient(local.clientConfig("states", "http"));
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
  const { status, output } = await ended(sfn, executionArn);
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  sfn.destroy();
  return { status, output: output === undefined ? undefined : JSON.parse(output), events };
}

async function ended(sfn: SFNClient, executionArn: string | undefined) {
  for (;;) {
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (described.status !== "RUNNING") return described;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
