import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SFNClient } from "@aws-sdk/client-sfn";
import { ExecutionFailedError, StepFunctions, WaitTimeLimitError } from "sfn-task-tools/execution";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { collect, only, pass, ROLE, startService, TRANSPORTS } from "./service-fixture.js";

describe.each(TRANSPORTS)("%s", (transport) => {
  test("an execution is started, waited for, listed, and found again by its ARN", async () => {
    const { stepFunctions } = await startService({}, transport);
    await stepFunctions.register(pass({ sum: 45 }, "adding"), { roleArn: ROLE });
    const execution = await stepFunctions.start<{ sum: number }>("adding", { a: 3, b: 42 });
    expect(execution.name).toMatch(/^adding_\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d_[0-9a-f]{8}$/);
    const ended = await execution.wait();
    expect(ended).toMatchObject({ status: "SUCCEEDED", input: { a: 3, b: 42 }, redriveCount: 0 });
    expect(ended.output?.sum).toBe(45);
    expect(ended.stopDate).toBeInstanceOf(Date);

    const again = stepFunctions.execution(execution.arn);
    expect(again).toMatchObject({ name: execution.name, stateMachineName: "adding" });
    expect(await again.describe()).toEqual(ended);
    const [listed] = await collect(stepFunctions.executions("adding", { status: "SUCCEEDED" }));
    expect(listed).toMatchObject({ name: execution.name, status: "SUCCEEDED" });
    expect(await listed?.execution.describe()).toEqual(ended);
    expect(await collect(stepFunctions.executions("adding", { status: "FAILED" }))).toEqual([]);
  });

  test("an EXPRESS machine answers at once", async () => {
    const { stepFunctions } = await startService({}, transport);
    await stepFunctions.register(pass(1, "quick"), { roleArn: ROLE, type: "EXPRESS" });
    const result = await stepFunctions.startSync<number>("quick", {}, { name: "mine" });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: 1, name: "mine" });
  });

  test("a failure carries status, error and cause", async () => {
    const { stepFunctions } = await startService({}, transport);
    const fail = { StartAt: "No", States: { No: { Type: "Fail", Error: "Oops", Cause: "why" } } };
    await stepFunctions.register({ name: "fails", definition: fail }, { roleArn: ROLE });
    const execution = await stepFunctions.start("fails");
    const error = await execution.wait().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExecutionFailedError);
    expect(error).toMatchObject({
      executionArn: execution.arn,
      status: "FAILED",
      error: "Oops",
      cause: "why",
      message: expect.stringContaining("ended FAILED (Oops: why)"),
    });
    expect(await execution.wait({ throwOnFailure: false })).toMatchObject({ error: "Oops" });
    const express = { name: "express", definition: fail };
    await stepFunctions.register(express, { roleArn: ROLE, type: "EXPRESS" });
    await expect(stepFunctions.startSync(express)).rejects.toMatchObject({ error: "Oops" });
    expect(await stepFunctions.startSync(express, {}, { throwOnFailure: false })).toMatchObject({
      status: "FAILED",
      cause: "why",
    });
  });
});

test("executions of machines with long names have valid names, each its own", async () => {
  const { stepFunctions } = await startService();
  const name = "m".repeat(80);
  await stepFunctions.register(pass(1, name), { roleArn: ROLE });
  const started = await Promise.all(Array.from({ length: 5 }, () => stepFunctions.start(name)));
  expect(new Set(started.map((execution) => execution.name)).size).toBe(5);
  for (const execution of started) expect(execution.name).toHaveLength(80);
});

test("the same name and input is the same execution while it runs; another input is refused", async () => {
  const { stepFunctions } = await startService();
  await stepFunctions.register(only({ Type: "Wait", Seconds: 60 }, "waits"), { roleArn: ROLE });
  const first = await stepFunctions.start("waits", { n: 1 }, { name: "one" });
  expect((await stepFunctions.start("waits", { n: 1 }, { name: "one" })).arn).toBe(first.arn);
  await expect(stepFunctions.start("waits", { n: 2 }, { name: "one" })).rejects.toMatchObject({
    name: "ExecutionAlreadyExists",
  });
});

describe("wait", () => {
  const waiting = async () => {
    const service = await startService();
    const waits = only({ Type: "Wait", Seconds: 60 }, "waits");
    await service.stepFunctions.register(waits, { roleArn: ROLE });
    return { ...service, execution: await service.stepFunctions.start("waits") };
  };

  test("has a time limit, after which the execution runs on", async () => {
    const { execution } = await waiting();
    const seen: string[] = [];
    const since = Date.now();
    const error = await execution
      .wait({ timeLimit: 350, onProgress: ({ status }) => void seen.push(status) })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WaitTimeLimitError);
    expect(error).toMatchObject({ timeLimit: 350, lastSeen: { status: "RUNNING" } });
    expect(Date.now() - since).toBeLessThan(1_500);
    expect(seen.length).toBeGreaterThan(2); // 0, 0.1 and 0.3 s
    expect(seen.length).toBeLessThan(6);
    expect(await execution.describe()).toMatchObject({ status: "RUNNING" });
  });

  test("ends when the signal aborts", async () => {
    const { execution } = await waiting();
    const since = Date.now();
    await expect(execution.wait({ signal: AbortSignal.timeout(120) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    expect(Date.now() - since).toBeLessThan(1_000);
  });

  test("an execution that is stopped is an error with what it was stopped for", async () => {
    const { execution } = await waiting();
    const waited = execution.wait();
    const { stopDate } = await execution.stop({ error: "Superseded", cause: "c".repeat(40_000) });
    expect(stopDate).toBeInstanceOf(Date);
    await expect(waited).rejects.toMatchObject({
      status: "ABORTED",
      error: "Superseded",
      cause: `${"c".repeat(32_767)}…`,
    });
  });

  test("of one that is not there, or whose machine is gone, is an error that says so", async () => {
    const { stepFunctions, execution } = await waiting();
    const gone = execution.arn.replace(execution.name, "gone");
    await expect(stepFunctions.execution(gone).wait()).rejects.toMatchObject({
      name: "NotRegisteredError",
    });
    await stepFunctions.deregister("waits");
    await execution.stop();
    await expect(execution.wait()).rejects.toMatchObject({ status: "ABORTED" });
  });

  test("rides out answers that fail, and not what will not pass", async () => {
    const { client, execution } = await waiting();
    let failures = 3;
    const flaky = {
      send(command: object, options?: object) {
        failures -= 1;
        if (failures >= 0) {
          return Promise.reject(
            Object.assign(new Error("slow down"), { name: "ThrottlingException" }),
          );
        }
        return client.send(command as never, options) as Promise<object>;
      },
    };
    const watched = new StepFunctions({ client: flaky }).execution(execution.arn);
    await execution.stop();
    vi.spyOn(Math, "random").mockReturnValue(0.01);
    onTestFinished(() => void vi.restoreAllMocks());
    expect(await watched.wait({ throwOnFailure: false })).toMatchObject({ status: "ABORTED" });
    failures = 100;
    await expect(watched.wait()).rejects.toMatchObject({ name: "StepFunctionsUnavailableError" });
    expect(failures).toBe(91);
  });
});

describe("a service that is not there, or does not know who asks", () => {
  test("an endpoint that does not answer", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const client = new SFNClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
      maxAttempts: 1,
    });
    await expect(new StepFunctions({ client }).isRegistered("any")).rejects.toMatchObject({
      name: "StepFunctionsUnavailableError",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("no credentials", async () => {
    const client = new SFNClient({
      region: "us-east-1",
      credentials: () =>
        Promise.reject(Object.assign(new Error("none"), { name: "CredentialsProviderError" })),
    });
    await expect(new StepFunctions({ client }).start("any")).rejects.toMatchObject({
      name: "StepFunctionsAccessError",
      problem: "credentials",
    });
  });
});

test("without a client, one is made from the environment, also for StartSyncExecution", async () => {
  const { local, stepFunctions } = await startService();
  await stepFunctions.register(pass(7, "quick"), { roleArn: ROLE, type: "EXPRESS" });
  for (const [name, value] of Object.entries(local.environment)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await new StepFunctions().startSync("quick")).toMatchObject({ output: 7 });
});
