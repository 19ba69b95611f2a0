import { StepFunctions } from "sfn-task-tools/execution";
import { describe, expect, test } from "vitest";
import { exception, stubClient } from "./stub.js";

const MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:orders";
const EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:orders:one";

describe("redrive", () => {
  test("sends the execution's ARN, and tells when", async () => {
    const redriveDate = new Date();
    const { client, sent } = stubClient({ RedriveExecution: { redriveDate } });
    const execution = new StepFunctions({ client }).execution(EXECUTION);
    expect(await execution.redrive({ clientToken: "once" })).toEqual({ redriveDate });
    expect(sent).toEqual([["RedriveExecution", { executionArn: EXECUTION, clientToken: "once" }]]);
  });

  test("what the service refuses comes as the SDK throws it", async () => {
    const { client } = stubClient({
      RedriveExecution: () => {
        throw exception("ExecutionNotRedrivable");
      },
    });
    await expect(
      new StepFunctions({ client }).execution(EXECUTION).redrive(),
    ).rejects.toMatchObject({ name: "ExecutionNotRedrivable" });
  });

  test("a wait goes on while an execution is about to be redriven", async () => {
    const statuses = ["PENDING_REDRIVE", "RUNNING", "SUCCEEDED"];
    const { client } = stubClient({ DescribeExecution: () => ({ status: statuses.shift() }) });
    await new StepFunctions({ client }).execution(EXECUTION).wait();
    expect(statuses).toEqual([]);
  });
});

describe("aliases", () => {
  const first = `${MACHINE}:1`;
  const second = `${MACHINE}:2`;

  test("one that is there is led elsewhere; one that is not is created", async () => {
    const there = stubClient({ UpdateStateMachineAlias: {} });
    const routing = { [first]: 90, [second]: 10 };
    const aliases = new StepFunctions({ client: there.client }).aliases;
    expect(await aliases.put(MACHINE, "live", routing)).toBe(`${MACHINE}:live`);
    const routingConfiguration = [
      { stateMachineVersionArn: first, weight: 90 },
      { stateMachineVersionArn: second, weight: 10 },
    ];
    expect(there.sent).toEqual([
      [
        "UpdateStateMachineAlias",
        { stateMachineAliasArn: `${MACHINE}:live`, routingConfiguration, description: undefined },
      ],
    ]);

    const missing = stubClient({
      UpdateStateMachineAlias: () => {
        throw exception("ResourceNotFound");
      },
      CreateStateMachineAlias: {},
    });
    await new StepFunctions({ client: missing.client }).aliases.put(MACHINE, "live", first, {
      description: "the stable one",
    });
    expect(missing.sent[1]).toEqual([
      "CreateStateMachineAlias",
      {
        name: "live",
        routingConfiguration: [{ stateMachineVersionArn: first, weight: 100 }],
        description: "the stable one",
      },
    ]);
  });

  test("are described, listed over pages, and deleted", async () => {
    const creationDate = new Date(0);
    const { client, sent } = stubClient({
      DescribeStateMachineAlias: {
        stateMachineAliasArn: `${MACHINE}:live`,
        name: "live",
        creationDate,
        routingConfiguration: [{ stateMachineVersionArn: first, weight: 100 }],
      },
      ListStateMachineAliases: ({ nextToken }) =>
        nextToken === undefined
          ? { stateMachineAliases: [{ stateMachineAliasArn: "a", creationDate }], nextToken: "2" }
          : { stateMachineAliases: [{ stateMachineAliasArn: "b", creationDate }] },
      DeleteStateMachineAlias: {},
    });
    const { aliases } = new StepFunctions({ client });
    expect(await aliases.describe(MACHINE, "live")).toMatchObject({
      name: "live",
      routing: { [first]: 100 },
    });
    const listed: string[] = [];
    for await (const { arn } of aliases.list(MACHINE)) listed.push(arn);
    expect(listed).toEqual(["a", "b"]);
    await aliases.delete(MACHINE, "live");
    expect(sent.at(-1)).toEqual([
      "DeleteStateMachineAlias",
      { stateMachineAliasArn: `${MACHINE}:live` },
    ]);
  });

  test.each<[string, Record<string, number>]>([
    ["do not make 100", { [first]: 50, [second]: 40 }],
    ["are no whole numbers", { [first]: 99.5, [second]: 0.5 }],
    ["are none", {}],
    ["are of three versions", { a: 50, b: 25, c: 25 }],
  ])("weights that %s are refused", async (_what, routing) => {
    const { aliases } = new StepFunctions({ client: stubClient({}).client });
    await expect(aliases.put(MACHINE, "live", routing)).rejects.toThrow(
      /weights in per cent that make 100/,
    );
  });

  test.each(["1", "a b", ""])("the name %j is refused", async (name) => {
    const { aliases } = new StepFunctions({ client: stubClient({}).client });
    await expect(aliases.put(MACHINE, name, first)).rejects.toThrow(/the alias's name/);
  });
});

describe("machines by name", () => {
  test("are looked up once, and again when nothing is there any more", async () => {
    let isThere = true;
    const { client, sent } = stubClient({
      ListStateMachines: () => ({
        stateMachines: isThere ? [{ name: "orders", stateMachineArn: MACHINE }] : [],
      }),
      StartExecution: () => {
        if (!isThere) throw exception("StateMachineDoesNotExist");
        return { executionArn: EXECUTION };
      },
    });
    const stepFunctions = new StepFunctions({ client });
    await stepFunctions.start("orders");
    await stepFunctions.start("orders");
    expect(sent.map(([operation]) => operation)).toEqual([
      "ListStateMachines",
      "StartExecution",
      "StartExecution",
    ]);
    isThere = false;
    for (const _ of [1, 2]) {
      await expect(stepFunctions.start("orders")).rejects.toMatchObject({
        name: "NotRegisteredError",
      });
    }
    expect(sent.map(([operation]) => operation).slice(3)).toEqual([
      "StartExecution",
      "ListStateMachines",
    ]);
  });

  test("a list whose pages come again and again ends with an error", async () => {
    const { client } = stubClient({ ListStateMachines: { stateMachines: [], nextToken: "same" } });
    await expect(new StepFunctions({ client }).isRegistered("orders")).rejects.toThrow(
      /pages come again and again/,
    );
  });

  test("a role that may not is told so", async () => {
    const { client } = stubClient({
      ListStateMachines: () => {
        throw exception("AccessDeniedException");
      },
    });
    await expect(new StepFunctions({ client }).isRegistered("orders")).rejects.toMatchObject({
      name: "StepFunctionsAccessError",
      problem: "permission",
      cause: { name: "AccessDeniedException" },
    });
  });
});
