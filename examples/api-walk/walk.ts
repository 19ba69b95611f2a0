// #region walk
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  type SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
} from "@aws-sdk/client-sfn";

const definition = {
  Comment: "The smallest workflow",
  StartAt: "HelloWorld",
  States: { HelloWorld: { Type: "Pass", Result: "Hello World!", End: true } },
};

/** Walks a state machine from its creation to its end. The client may be one of AWS just as well. */
export async function walk(sfn: SFNClient, say: (line: string) => void): Promise<void> {
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "HelloWorld",
      definition: JSON.stringify(definition),
      roleArn: "arn:aws:iam::123456789012:role/StepFunctions-HelloWorld",
    }),
  );
  const machine = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  say(`created ${machine.name}, which is ${machine.status}`);

  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  say(`listed ${stateMachines.map(({ name }) => name).join(", ")}`);

  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ who: "me" }) }),
  );
  const execution = await ended(sfn, executionArn);
  say(`the execution ${execution.status} with ${execution.output}`);

  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  for (const { id, previousEventId, type } of events) say(`  ${previousEventId} → ${id} ${type}`);

  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  say(`${executions.length} execution of it`);

  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  const gone = await sfn
    .send(new DescribeStateMachineCommand({ stateMachineArn }))
    .then(({ status }) => status)
    .catch((error: unknown) => {
      if (error instanceof StateMachineDoesNotExist) return error.name;
      throw error;
    });
  say(`deleted: ${gone}`);
}
// #endregion walk

async function ended(sfn: SFNClient, executionArn: string | undefined) {
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== "RUNNING") return execution;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
