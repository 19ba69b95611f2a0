import { NotRegisteredError } from "sfn-task-tools/execution";
import { expect, test } from "vitest";
import { collect, ROLE, startService, TRANSPORTS } from "./service-fixture.js";

const machine = {
  name: "each",
  definition: {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        End: true,
        MaxConcurrency: 1,
        ToleratedFailureCount: 5,
        ItemBatcher: { MaxItemsPerBatch: 2 },
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED" },
          StartAt: "Work",
          States: {
            Work: {
              Type: "Task",
              Resource: "arn:aws:lambda:us-east-1:123456789012:function:work",
              End: true,
            },
          },
        },
      },
    },
  },
};

test.each(TRANSPORTS)("a Map Run is followed, changed and told of, %s", async (transport) => {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let running = 0;
  const work = async ({ Items }: { Items: number[] }) => {
    running += 1;
    await gate;
    if (Items.includes(1)) throw new Error("no");
  };
  const { stepFunctions } = await startService({ functions: { work } }, transport);
  await stepFunctions.register(machine, { roleArn: ROLE });
  const execution = await stepFunctions.start("each", [1, 2, 3, 4, 5]);
  await expect.poll(() => running).toBe(1);

  const [mapRun] = await collect(execution.mapRuns());
  if (mapRun === undefined) throw new Error("The execution has no Map Run");
  expect(await mapRun.describe()).toMatchObject({
    arn: mapRun.arn,
    executionArn: execution.arn,
    status: "RUNNING",
    stopDate: undefined,
    maxConcurrency: 1,
    executions: { running: 1, pending: 2, total: 3 },
    items: { running: 2, pending: 3, total: 5 },
  });
  await mapRun.update({ maxConcurrency: 3, toleratedFailurePercentage: 50 });
  await expect.poll(() => running).toBe(3);
  letGo();
  await execution.wait();

  const again = stepFunctions.mapRun(mapRun.arn);
  expect(await again.describe()).toMatchObject({
    status: "SUCCEEDED",
    stopDate: expect.any(Date),
    maxConcurrency: 3,
    toleratedFailureCount: 5,
    toleratedFailurePercentage: 50,
    executions: { failed: 1, succeeded: 2, total: 3, resultsWritten: 0 },
    items: { failed: 2, succeeded: 3, total: 5 },
    redriveCount: 0,
  });
  expect(await collect(again.children())).toHaveLength(3);
  const [failed] = await collect(again.children({ status: "FAILED" }));
  expect(failed).toMatchObject({ status: "FAILED", itemCount: 2, stopDate: expect.any(Date) });
  expect(await stepFunctions.execution(failed?.arn ?? "").describe()).toMatchObject({
    mapRunArn: mapRun.arn,
    status: "FAILED",
  });
  await expect(again.update({ maxConcurrency: 1 })).rejects.toThrow("cannot be updated");
  const none = stepFunctions.mapRun(mapRun.arn.replace(/[^:]+$/, "none"));
  await expect(none.describe()).rejects.toThrow(NotRegisteredError);
});
