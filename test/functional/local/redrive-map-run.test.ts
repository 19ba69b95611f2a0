import {
  DescribeMapRunCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { refusal, startEngine } from "./engine-fixture.js";

const LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:work";

interface Wanted {
  readonly type?: "STANDARD" | "EXPRESS";
  readonly more?: object;
  /** How often the work on an item fails at first. */
  readonly fails?: Readonly<Record<number, number>>;
  /** Does the work, in place of what fails. */
  readonly work?: (item: number, facts: { readonly calls: number }) => unknown;
}

/** An engine with a distributed Map over [0, 1, 2, 3], and what was called in which order. */
async function mapped({ type = "STANDARD", more = {}, fails = {}, work: given }: Wanted) {
  const calls: number[] = [];
  const work = (item: number) => {
    calls.push(item);
    const count = calls.filter((call) => call === item).length;
    if (given !== undefined) return given(item, { calls: count });
    if (count <= (fails[item] ?? 0)) {
      throw Object.assign(new Error(`item ${item}`), { name: "Broken" });
    }
    return item * 10;
  };
  const engine = await startEngine({ clock: "skip", functions: { work } });
  const executionArn = await engine.start(
    {
      StartAt: "Each",
      States: {
        Each: {
          Type: "Map",
          Label: "each",
          MaxConcurrency: 1,
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: type },
            StartAt: "Work",
            States: { Work: { Type: "Task", Resource: LAMBDA, End: true } },
          },
          End: true,
          ...more,
        },
      },
    },
    [0, 1, 2, 3],
  );
  const { sfn } = engine;
  const redrive = async () => {
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    return engine.ended(executionArn);
  };
  const mapRun = async () => {
    const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
    expect(mapRuns.length).toBe(1);
    return sfn.send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }));
  };
  const children = async (filter: Partial<ListExecutionsCommandInput> = {}) => {
    const { mapRunArn } = await mapRun();
    const listed = await sfn.send(new ListExecutionsCommand({ mapRunArn, ...filter }));
    return listed.executions ?? [];
  };
  return { ...engine, executionArn, calls, redrive, mapRun, children };
}

describe("a redriven Map Run", () => {
  test("redrives the children that failed, begins those that had not, and keeps what has succeeded", async () => {
    const { ended, executionArn, calls, redrive, mapRun, children, told } = await mapped({
      fails: { 1: 1 },
    });
    expect((await ended(executionArn)).error).toBe("States.ExceedToleratedFailureThreshold");
    const failed = await mapRun();
    expect(failed).toMatchObject({ status: "FAILED", redriveCount: 0 });
    expect(failed.executionCounts).toMatchObject({ succeeded: 1, failed: 1, pending: 2, total: 4 });

    expect(await redrive()).toMatchObject({ status: "SUCCEEDED", output: [0, 10, 20, 30] });
    expect(calls).toEqual([0, 1, 1, 2, 3]);
    const succeeded = await mapRun();
    expect(succeeded).toMatchObject({ status: "SUCCEEDED", redriveCount: 1 });
    expect(succeeded.redriveDate).toBeInstanceOf(Date);
    expect(succeeded.executionCounts).toMatchObject({ succeeded: 4, failed: 0, total: 4 });
    const redriven = await children({ redriveFilter: "REDRIVEN" });
    expect(redriven).toMatchObject([{ redriveCount: 1, status: "SUCCEEDED" }]);
    expect((await children({ redriveFilter: "NOT_REDRIVEN" })).length).toBe(3);

    const events = await told(executionArn, "ExecutionSucceeded");
    expect(
      events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`),
    ).toEqual([
      "1<0 ExecutionStarted",
      "2<0 MapStateEntered",
      "3<2 MapStateStarted",
      "4<3 MapRunStarted",
      "5<4 MapRunFailed",
      "6<5 MapStateFailed",
      "7<6 ExecutionFailed",
      "8<7 ExecutionRedriven",
      "9<4 MapRunRedriven",
      "10<4 MapRunSucceeded",
      "11<10 MapStateSucceeded",
      "12<4 MapStateExited",
      "13<12 ExecutionSucceeded",
    ]);
    expect(events[8]?.mapRunRedrivenEventDetails).toEqual({
      mapRunArn: succeeded.mapRunArn,
      redriveCount: 1,
    });
  });

  test("starts children of EXPRESS once more, under other names", async () => {
    const { ended, executionArn, calls, redrive, mapRun } = await mapped({
      type: "EXPRESS",
      fails: { 1: 1 },
    });
    await ended(executionArn);
    expect(await redrive()).toMatchObject({ status: "SUCCEEDED", output: [0, 10, 20, 30] });
    expect(calls).toEqual([0, 1, 1, 2, 3]);
    expect((await mapRun()).executionCounts).toMatchObject({ succeeded: 4, failed: 0, total: 4 });
  });

  test("fails again by the children that fail again, and those that wait are not lost", async () => {
    const { ended, executionArn, calls, redrive, mapRun, children } = await mapped({
      fails: { 0: 2, 1: 1, 2: 1 },
      more: { ToleratedFailureCount: 2 },
    });
    await ended(executionArn);
    expect(calls).toEqual([0, 1, 2]);
    // Of the three that failed, 0 is redriven first and fails: of four, two more may.
    expect(await redrive()).toMatchObject({
      status: "SUCCEEDED",
      output: [{ Status: "FAILED", RedriveCount: 1 }, 10, 20, 30],
    });
    expect(calls).toEqual([0, 1, 2, 0, 1, 2, 3]);
    expect((await mapRun()).executionCounts).toMatchObject({ succeeded: 3, failed: 1, total: 4 });
    expect((await children({ statusFilter: "FAILED" })).length).toBe(1);
  });

  test("that fails at its first child leaves the others to the next redrive", async () => {
    const { ended, executionArn, redrive, mapRun } = await mapped({
      fails: { 0: 2 },
      more: { MaxConcurrency: 2 },
    });
    await ended(executionArn);
    expect((await redrive()).status).toBe("FAILED");
    const counts = (await mapRun()).executionCounts;
    expect(counts?.total).toBe(4);
    expect(await redrive()).toMatchObject({ status: "SUCCEEDED", output: [0, 10, 20, 30] });
    expect((await mapRun()).redriveCount).toBe(2);
  });

  test("that is stopped while children wait to be redriven keeps them for the next redrive", async () => {
    let hung = 0;
    const work = (item: number, { calls }: { calls: number }) => {
      if (calls === 1 && item < 3) throw Object.assign(new Error("once"), { name: "Broken" });
      if (calls > 1 && item === 0 && hung === 0) {
        hung += 1;
        return new Promise(() => {});
      }
      return item * 10;
    };
    const { sfn, ended, executionArn, redrive, mapRun, children } = await mapped({
      work,
      more: { ToleratedFailureCount: 2 },
    });
    await ended(executionArn);
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    while (hung === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await children({ statusFilter: "PENDING_REDRIVE" })).length).toBe(2);
    expect((await mapRun()).executionCounts).toMatchObject({
      pendingRedrive: 2,
      running: 1,
      total: 4,
    });
    await sfn.send(new StopExecutionCommand({ executionArn }));
    expect((await mapRun()).executionCounts).toMatchObject({
      pendingRedrive: 0,
      failed: 2,
      aborted: 1,
      pending: 1,
      total: 4,
    });
    expect(await redrive()).toMatchObject({ status: "SUCCEEDED", output: [0, 10, 20, 30] });
  });

  test("goes on where it was stopped", async () => {
    const engine = await startEngine({ clock: "real" });
    const { sfn, start, told, ended } = engine;
    const executionArn = await start(
      {
        StartAt: "Each",
        States: {
          Each: {
            Type: "Map",
            ItemProcessor: {
              ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
              StartAt: "Hold",
              States: { Hold: { Type: "Wait", Seconds: 1, End: true } },
            },
            End: true,
          },
        },
      },
      ["a", "b"],
    );
    await told(executionArn, "MapRunStarted");
    await sfn.send(new StopExecutionCommand({ executionArn }));
    const { mapRuns: [mapRun] = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
    const described = () => sfn.send(new DescribeMapRunCommand({ mapRunArn: mapRun?.mapRunArn }));
    expect((await described()).status).toBe("ABORTED");
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    expect((await described()).status).toBe("RUNNING");
    expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: ["a", "b"] });
  });

  test("is redriven with its execution only, and nobody else is pending", async () => {
    const { sfn, ended, executionArn, children } = await mapped({ fails: { 1: 1 } });
    await ended(executionArn);
    const [child] = await children({ statusFilter: "FAILED" });
    const sent = sfn.send(new RedriveExecutionCommand({ executionArn: child?.executionArn }));
    expect(await refusal(sent)).toEqual({
      name: "ExecutionNotRedrivable",
      message:
        "Execution is a child of a Map Run and is redriven with the execution that started it",
    });
    expect(await children({ statusFilter: "PENDING_REDRIVE" })).toEqual([]);
    const { stateMachineArn = "" } = child ?? {};
    const list = new ListExecutionsCommand({
      stateMachineArn: stateMachineArn.slice(0, stateMachineArn.lastIndexOf("/")),
      statusFilter: "PENDING_REDRIVE",
    });
    expect((await refusal(sfn.send(list))).name).toBe("ValidationException");
  });
});
