import { StateMachineConflictError, StepFunctions } from "sfn-task-tools/execution";
import { describe, expect, test } from "vitest";
import { collect, only, pass, ROLE, startService, TRANSPORTS } from "./service-fixture.js";

describe.each(TRANSPORTS)("%s", (transport) => {
  test("a machine is created, found, left as it is, changed, and deregistered", async () => {
    const { stepFunctions } = await startService({}, transport);
    const machine = pass({ n: 1 }, "adding");
    expect(await stepFunctions.isRegistered("adding")).toBe(false);
    expect(await stepFunctions.deregister("adding")).toBe(false);

    const created = await stepFunctions.register(machine, { roleArn: ROLE, tags: { team: "a" } });
    expect(created).toMatchObject({ change: "created", differences: [], text: "" });
    expect(await stepFunctions.isRegistered(machine)).toBe(true);
    expect(await stepFunctions.isRegistered(created.arn ?? "")).toBe(true);
    expect(await stepFunctions.describe("adding")).toMatchObject({
      arn: created.arn,
      definition: machine.definition,
      roleArn: ROLE,
      type: "STANDARD",
      logging: { level: "OFF", includeExecutionData: false },
      tracing: false,
    });

    expect(await stepFunctions.register(machine)).toMatchObject({ change: "unchanged" });
    const changed = pass({ n: 2, more: true }, "adding");
    await expect(stepFunctions.register(changed)).rejects.toThrow(StateMachineConflictError);
    const updated = await stepFunctions.register(changed, { update: true });
    expect(updated).toMatchObject({
      arn: created.arn,
      change: "updated",
      text: "~ definition.States.Only.Result.n: 1 -> 2\n+ definition.States.Only.Result.more: true",
    });
    expect((await stepFunctions.describe("adding")).definition).toEqual(changed.definition);

    expect(await stepFunctions.deregister(machine, { wait: true })).toBe(true);
    expect(await stepFunctions.isRegistered(machine)).toBe(false);
    await expect(stepFunctions.describe("adding")).rejects.toMatchObject({
      name: "NotRegisteredError",
      resource: "adding",
    });
  });
});

test("names are exact: a longer one is another machine", async () => {
  const { stepFunctions } = await startService();
  for (const name of ["order", "orders", "orders2"]) {
    await stepFunctions.register(pass(name, name), { roleArn: ROLE });
  }
  await stepFunctions.deregister("orders");
  const left = await collect(stepFunctions.list());
  expect(left.map(({ name }) => name).sort()).toEqual(["order", "orders2"]);
});

test("a dry run sends nothing that changes anything, and lets the service validate", async () => {
  const { stepFunctions } = await startService();
  const machine = pass(1, "dry");
  expect(await stepFunctions.register(machine, { roleArn: ROLE, dryRun: true })).toMatchObject({
    arn: undefined,
    change: "created",
  });
  expect(await stepFunctions.isRegistered("dry")).toBe(false);
  await stepFunctions.register(machine, { roleArn: ROLE });
  const planned = await stepFunctions.register(pass(2, "dry"), { update: true, dryRun: true });
  expect(planned).toMatchObject({ change: "updated" });
  expect(planned.text).toBe("~ definition.States.Only.Result: 1 -> 2");
  expect((await stepFunctions.describe("dry")).definition).toEqual(machine.definition);
  const broken = { name: "dry2", definition: { StartAt: "Nowhere", States: {} } };
  await expect(stepFunctions.register(broken, { roleArn: ROLE, dryRun: true })).rejects.toThrow(
    /Expected the definition of "dry2" to be valid, got:\n[A-Z_]+ /,
  );
});

test("role, logging, tracing and type count where they are given", async () => {
  const { stepFunctions } = await startService();
  const machine = pass(1, "settings");
  const logGroupArn = "arn:aws:logs:us-east-1:123456789012:log-group:sfn:*";
  await stepFunctions.register(machine, { roleArn: ROLE, type: "EXPRESS" });
  const wanted = {
    roleArn: `${ROLE}2`,
    tracing: true,
    logging: { level: "ERROR", logGroupArn },
  } as const;
  const updated = await stepFunctions.register(machine, { ...wanted, update: true });
  expect(updated.differences.map(({ path }) => path)).toEqual([
    "roleArn",
    "logging.level",
    "logging.logGroupArn",
    "tracing",
  ]);
  expect(await stepFunctions.register(machine, wanted)).toMatchObject({ change: "unchanged" });
  expect(await stepFunctions.register(machine)).toMatchObject({ change: "unchanged" });
  await expect(
    stepFunctions.register(machine, { type: "STANDARD", update: true }),
  ).rejects.toMatchObject({
    name: "StateMachineConflictError",
    differences: [{ path: "type", registered: "EXPRESS", wanted: "STANDARD" }],
    message: expect.stringContaining("cannot be changed"),
  });
});

test("definitions come as documents, as JSON, or made for where the machine will be", async () => {
  const { stepFunctions } = await startService();
  const { definition } = pass(1);
  await stepFunctions.register(
    { name: "text", definition: JSON.stringify(definition) },
    { roleArn: ROLE },
  );
  expect((await stepFunctions.describe("text")).definition).toEqual(definition);
  const made = {
    name: "made",
    comment: "its own",
    definition(site: object) {
      return { ...definition, Comment: `${this.comment} ${JSON.stringify(site)}` };
    },
  };
  await stepFunctions.register(made, { roleArn: ROLE });
  expect((await stepFunctions.describe("made")).definition).toMatchObject({
    Comment: 'its own {"partition":"aws","region":"us-east-1","account":"123456789012"}',
  });
  expect(await stepFunctions.register(made)).toMatchObject({ change: "unchanged" });
});

test("a version is published with what is registered, and listed", async () => {
  const { stepFunctions } = await startService();
  const { arn, versionArn } = await stepFunctions.register(pass(1, "versioned"), {
    roleArn: ROLE,
    publish: "the first",
  });
  expect(versionArn).toBe(`${arn}:1`);
  await stepFunctions.register(pass(2, "versioned"), { update: true });
  const second = await stepFunctions.versions.publish("versioned");
  expect(second.arn).toBe(`${arn}:2`);
  const listed = await collect(stepFunctions.versions.list("versioned"));
  expect(listed.map((version) => version.arn)).toEqual([`${arn}:2`, `${arn}:1`]);
  const execution = await stepFunctions.start(versionArn ?? "");
  expect(await execution.wait()).toMatchObject({ output: 1, stateMachineVersionArn: versionArn });
  expect(execution.name).toMatch(/^versioned_/);
  await stepFunctions.versions.delete(second.arn);
  expect(await collect(stepFunctions.versions.list("versioned"))).toHaveLength(1);
});

describe("bad input", () => {
  test("is told before anything is sent", async () => {
    const stepFunctions = new StepFunctions({
      client: { send: () => Promise.reject(new Error("Expected nothing to be sent")) },
    });
    const { definition } = pass(1);
    await expect(stepFunctions.register({ name: "a b", definition })).rejects.toThrow(
      /none of the characters that Step Functions refuses.*got " " in "a b"/,
    );
    await expect(stepFunctions.start("x".repeat(81))).rejects.toThrow(
      /at most 80 characters, got 81/,
    );
    await expect(
      stepFunctions.start("arn:aws:states:us-east-1:1:stateMachine:m", { n: Number.NaN }),
    ).rejects.toThrow(/The input of an execution of "m" cannot be written as JSON.*\$\.n/);
    await expect(
      stepFunctions.start("arn:aws:states:us-east-1:1:stateMachine:m", "x".repeat(262_143)),
    ).rejects.toThrow(/at most 262144 bytes of JSON text, got 262145\..*state data/);
    expect(() => stepFunctions.execution("arn:aws:states:us-east-1:1:stateMachine:m")).toThrow(
      /ARN of an execution/,
    );
  });

  test("a role is needed for a machine that is new, and a definition that is one", async () => {
    const { stepFunctions } = await startService();
    await expect(stepFunctions.register(pass(1, "new"))).rejects.toThrow(/option "roleArn"/);
    await expect(
      stepFunctions.register({ name: "new", definition: "{" }, { roleArn: ROLE }),
    ).rejects.toThrow(/definition of "new" to be JSON/);
    await expect(
      stepFunctions.register({ name: "new", definition: [] }, { roleArn: ROLE }),
    ).rejects.toThrow(/document or its JSON text, got an array/);
    await expect(
      stepFunctions.register(only({ Type: "Nothing" }, "new"), { roleArn: ROLE }),
    ).rejects.toMatchObject({ name: "InvalidDefinition" });
  });
});
