// #region program
import { ActivityGroup, Worker } from "sfn-task-tools/activity";
import { type AwsClient, StepFunctions } from "sfn-task-tools/execution";
import { StateMachine, Task } from "sfn-task-tools/workflow";

/** Registers everything, lets a worker do the work of one execution, and cleans up. */
export async function main(client: AwsClient, roleArn: string) {
  const activities = new ActivityGroup("test-", { client });
  const add = activities.define("add", (data: { a: number; b: number }) => data.a + data.b);
  const adding = new StateMachine("testAdding", new Task("add", add).end());

  const stepFunctions = new StepFunctions({ client });
  await activities.register();
  await stepFunctions.register(adding, { roleArn });

  const worker = new Worker(activities, { client, concurrency: 5, drainOn: ["SIGTERM"] });
  await worker.start();

  const execution = await stepFunctions.start(adding, { a: 3, b: 42 });
  console.log(execution.name); // testAdding_2026-11-20T10-46-33_0354d790
  const { output } = await execution.wait();
  console.log(output); // 45

  const history = await execution.formatHistory();
  await worker.stop();
  await activities.deregister();
  await stepFunctions.deregister(adding);
  return { output, history };
}
// #endregion program
