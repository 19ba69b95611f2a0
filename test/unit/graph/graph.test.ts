import { InvalidArgumentError } from "sfn-task-tools";
import { type GraphScope, graphOf, type StateNode } from "sfn-task-tools/graph";
import { Choice, isNull, LambdaFunction, Pass, StateMachine, Task } from "sfn-task-tools/workflow";
import { describe, expect, test } from "vitest";
import { order } from "./machines.js";

const named = ({ nodes }: GraphScope, name: string) => nodes.find((node) => node.name === name);

/** The edges of a scope, by the names of what they connect. */
function edgesIn({ nodes, edges }: GraphScope): string[] {
  const name = (id: string) => {
    const node = nodes.find((each) => each.id === id);
    return node?.name === "" ? node.kind : node?.name;
  };
  return edges.map(
    ({ from, to, kind, label }) =>
      `${name(from)} -${kind}-> ${name(to)}${label === undefined ? "" : `: ${label}`}`,
  );
}

function stateIn(definition: object): StateNode {
  const { scope } = graphOf({ StartAt: "S", States: { S: definition } });
  return named(scope, "S") as StateNode; // a state by its name
}

describe("the graph of a state machine", () => {
  test("has a node for each state and an edge for each way on", () => {
    const { scope, comment } = graphOf(order);
    expect(comment).toBe(order.Comment);
    expect(edgesIn(scope)).toEqual([
      "start -start-> Validate",
      "Validate -next-> Paid?",
      "Validate -catch-> Reject: catch InvalidOrder",
      "Validate -catch-> Alert: catch any error",
      'Paid? -choice-> Fulfil: $.status = "PAID"',
      'Paid? -choice-> Wait for payment: $.status = "PENDING" and $.attempts < 10',
      "Paid? -default-> Reject: Default",
      "Wait for payment -next-> Check payment",
      "Check payment -next-> Paid?",
      "Fulfil -next-> Notify",
      "Fulfil -catch-> Alert: catch any error",
      "Notify -next-> Done",
      "Done -end-> end",
      "Alert -next-> Failed",
    ]);
  });

  test("nests the branches of a Parallel and the processor of a Map", () => {
    const fulfil = named(graphOf(order).scope, "Fulfil") as StateNode;
    expect(fulfil.scopes.map(edgesIn)[0]).toEqual([
      "start -start-> Pack",
      "Pack -next-> Ship",
      "Pack -catch-> Order boxes: catch any error",
      "Order boxes -next-> Pack",
      "Ship -end-> end",
    ]);
    const stock = fulfil.scopes[1]?.nodes.find(({ kind }) => kind === "state") as StateNode;
    expect(stock.scopes[0]?.nodes.map(({ name }) => name)).toContain("Reorder");
  });

  test("takes Iterator, the older name of ItemProcessor", () => {
    const inner = { StartAt: "I", States: { I: { Type: "Succeed" } } };
    expect(stateIn({ Type: "Map", Iterator: inner, End: true }).scopes).toHaveLength(1);
  });

  test("gives all nodes and edges ids of their own", () => {
    const ids: string[] = [];
    const collect = ({ id, nodes, edges }: GraphScope): void => {
      ids.push(id, ...nodes.map((node) => node.id), ...edges.map((edge) => edge.id));
      for (const node of nodes) if (node.kind === "state") node.scopes.forEach(collect);
    };
    collect(graphOf(order).scope);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("marks a target that is not there, once", () => {
    const { scope } = graphOf({
      StartAt: "A",
      States: {
        A: { Type: "Task", Next: "Gone", Catch: [{ ErrorEquals: ["E"], Next: "Gone" }] },
      },
    });
    expect(scope.nodes.filter(({ kind }) => kind === "missing")).toMatchObject([{ name: "Gone" }]);
    expect(edgesIn(scope)).toContain("A -next-> Gone");
  });

  test("keeps states that nothing leads to, with an end of their own", () => {
    const { scope } = graphOf({
      StartAt: "A",
      States: { A: { Type: "Succeed" }, Lost: { Type: "Pass", End: true } },
    });
    expect(named(scope, "A")).toMatchObject({ isReachable: true });
    expect(named(scope, "Lost")).toMatchObject({ isReachable: false });
    expect(scope.nodes.filter(({ kind }) => kind === "end")).toHaveLength(2);
  });

  test("draws a start without an edge when StartAt is missing", () => {
    const { scope } = graphOf({ States: { A: { Type: "Pass", End: true } } });
    expect(edgesIn(scope)).toEqual(["A -end-> end"]);
  });

  test.each([
    [{ Type: "Pass" }, "Pass"],
    [{ Type: "Fail", Error: "Oops" }, "Fail · Oops"],
    [{ Type: "Wait", Seconds: 90 }, "Wait · 1 min 30 s"],
    [{ Type: "Wait", Timestamp: "2030-01-01T00:00:00Z" }, "Wait · until 2030-01-01T00:00:00Z"],
    [{ Type: "Wait", Seconds: "{% $n %}" }, "Wait · $n"],
    [{ Type: "Parallel", Branches: [{}] }, "Parallel · 1 branch"],
    [{ Type: "Magic" }, "Magic"],
    [{}, "no type"],
    [7, "no type"],
    [
      { Type: "Task", Resource: "arn:aws:lambda:eu-west-1:1:function:f:live" },
      "Task · lambda f:live",
    ],
    [
      { Type: "Task", Resource: "arn:aws-cn:states:cn-north-1:1:activity:pick" },
      "Task · activity pick",
    ],
    [{ Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem" }, "Task · dynamodb:putItem"],
    [
      { Type: "Task", Resource: "arn:aws:states:::aws-sdk:sfn:listActivities" },
      "Task · sfn:listActivities",
    ],
    [
      { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" },
      "Task · sqs:sendMessage, waits for its token",
    ],
    [
      { Type: "Task", Resource: "arn:aws:states:::states:startExecution.sync:2" },
      "Task · states:startExecution, waits for its end",
    ],
    [
      {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: "f" },
      },
      "Task · lambda f",
    ],
    [
      {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: "arn:aws:lambda:eu-west-1:1:function:f:live" },
      },
      "Task · lambda f:live",
    ],
    [{ Type: "Task", Resource: "{{CollectFunctionArn}}" }, "Task · {{CollectFunctionArn}}"],
  ])("says of %j: %s", (definition, caption) => {
    expect(stateIn(definition as object).caption).toBe(caption);
  });

  test("notes retries, timeouts and where a Map reads and writes", () => {
    expect(named(graphOf(order).scope, "Validate")).toMatchObject({
      notes: ["retry ×5", "timeout 30 s"],
    });
    expect(named(graphOf(order).scope, "Notify")).toMatchObject({
      caption: "Map · distributed, express",
      isDistributed: true,
      notes: [
        "reads CSV from s3:getObject suppliers",
        "in batches of 10",
        "writes to s3:putObject results",
      ],
    });
    const { notes } = stateIn({
      Type: "Map",
      MaxConcurrency: 5,
      ToleratedFailurePercentage: 3,
      ToleratedFailureCount: 2,
      HeartbeatSeconds: 60,
      Retry: [{ MaxAttempts: 1 }, {}],
    });
    expect(notes).toEqual([
      "5 at once",
      "tolerates 2 failures",
      "tolerates 3 % failures",
      "retry ×1, ×3",
      "heartbeat 1 min",
    ]);
  });

  test("is of a document, its text, and what has a definition, all the same", () => {
    const graph = graphOf(order);
    expect(graphOf(JSON.stringify(order))).toEqual(graph);
    expect(graphOf({ definition: order })).toEqual(graph);
    expect(graphOf({ definition: JSON.stringify(order) })).toEqual(graph);
    expect(graphOf({ definition: () => order })).toEqual(graph);
  });

  test("is of a StateMachine of the SDK, whose functions have only names yet", () => {
    const collect = new Task("Collect", new LambdaFunction("collect"));
    const machine = new StateMachine(
      "loop",
      collect.next(
        new Choice("Again?").when(isNull("$"), collect).otherwise(new Pass("Done").end()),
      ),
    );
    const { scope } = graphOf(machine);
    expect(named(scope, "Collect")).toMatchObject({ caption: "Task · lambda collect" });
    expect(edgesIn(scope)).toContain("Again? -choice-> Collect: $ is null");
  });

  test.each([
    [undefined, /got undefined\.$/],
    [null, /got null\.$/],
    [[], /got an array\.$/],
    [7, /got 7 \(number\)\.$/],
    ["", /text that is no JSON/],
    ["{", /text that is no JSON/],
    ["[]", /got an array\.$/],
    ["null", /got null\.$/],
    [{}, /got an object without it\.$/],
    [{ States: [] }, /got an array there\.$/],
    [{ States: null }, /got null there\.$/],
    [{ definition: {} }, /got an object without it\.$/],
    [{ definition: () => 7 }, /got 7 \(number\)\.$/],
  ])("is refused of %j, with what was expected", (wrong, message) => {
    const call = () => graphOf(wrong as never);
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(/^Expected a state machine: an object with "States", its JSON text/);
    expect(call).toThrow(message);
  });

  test("is refused of an object that holds itself", () => {
    const States: Record<string, unknown> = {};
    States.A = States;
    expect(() => graphOf({ States })).toThrow(InvalidArgumentError);
  });
});
