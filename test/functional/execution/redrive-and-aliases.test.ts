import { ExecutionFailedError, summarizeHistory } from "sfn-task-tools/execution";
import { describe, expect, test } from "vitest";
import { collect, only, pass, ROLE, startService } from "./service-fixture.js";

const LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:";

describe("redrive", () => {
  /** A machine whose function fails once. */
  async function failing() {
    let calls = 0;
    const work = (event: unknown) => {
      calls += 1;
      if (calls === 1) throw Object.assign(new Error("once"), { name: "Broken" });
      return event;
    };
    const service = await startService({ clock: "skip", functions: { work } });
    const machine = only({ Type: "Task", Resource: `${LAMBDA}work` });
    await service.stepFunctions.register(machine, { roleArn: ROLE });
    const execution = await service.stepFunctions.start(machine.name, { a: 1 });
    await expect(execution.wait()).rejects.toBeInstanceOf(ExecutionFailedError);
    return { ...service, execution };
  }

  test("lets an execution go on, which tells that it was redriven", async () => {
    const { execution } = await failing();
    expect(await execution.describe()).toMatchObject({
      redriveCount: 0,
      redriveStatus: "REDRIVABLE",
    });
    const { redriveDate } = await execution.redrive({ clientToken: "once" });
    expect(redriveDate).toBeInstanceOf(Date);
    const ended = await execution.wait();
    expect(ended).toMatchObject({ output: { a: 1 }, redriveCount: 1 });
    await expect(execution.redrive()).rejects.toMatchObject({ name: "ExecutionNotRedrivable" });
  });

  test("is in the history that is read, formatted and summed up", async () => {
    const { execution } = await failing();
    await execution.redrive();
    await execution.wait();
    const events = await collect(execution.history());
    expect(events.map(({ type }) => type)).toContain("ExecutionRedriven");
    expect(await execution.formatHistory()).toContain("ExecutionRedriven");
    expect(summarizeHistory(events)).toMatchObject([
      { name: "Only", type: "Task", visits: 1, attempts: 2 },
    ]);
  });
});

describe("versions and aliases", () => {
  test("are published, led to, listed, started through and deleted", async () => {
    const { stepFunctions } = await startService();
    const { versions, aliases } = stepFunctions;
    await stepFunctions.register(pass("first", "live"), { roleArn: ROLE });
    const first = await versions.publish("live", { description: "the first" });
    await stepFunctions.register(pass("second", "live"), { roleArn: ROLE, update: true });
    const second = await versions.publish("live");
    expect((await collect(versions.list("live"))).map(({ arn }) => arn)).toEqual([
      second.arn,
      first.arn,
    ]);

    const alias = await aliases.put("live", "prod", { [first.arn]: 100 });
    const execution = await stepFunctions.start(alias);
    expect(await execution.wait()).toMatchObject({
      output: "first",
      stateMachineAliasArn: alias,
      stateMachineVersionArn: first.arn,
    });
    expect(await aliases.put("live", "prod", { [first.arn]: 10, [second.arn]: 90 })).toBe(alias);
    expect(await aliases.describe("live", "prod")).toMatchObject({
      name: "prod",
      routing: { [first.arn]: 10, [second.arn]: 90 },
    });
    expect((await collect(aliases.list("live"))).map(({ arn }) => arn)).toEqual([alias]);
    await expect(versions.delete(second.arn)).rejects.toMatchObject({ name: "ConflictException" });

    await aliases.delete("live", "prod");
    await expect(aliases.describe("live", "prod")).rejects.toMatchObject({
      name: "NotRegisteredError",
    });
    await versions.delete(second.arn);
    expect((await collect(versions.list("live"))).map(({ arn }) => arn)).toEqual([first.arn]);
  });
});
