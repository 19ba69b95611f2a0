import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { StateDefinition, StateMachineDefinition } from "sfn-task-tools/asl";
import { Choice, numericLessThan, Pass, StateMachine, Task } from "sfn-task-tools/workflow";
import { describe, expect, test } from "vitest";

const again = (definition: StateMachineDefinition) =>
  StateMachine.fromDefinition("again", definition).definition();

/** A state of a generated scope, before it has a name and states to lead to. */
interface Plan {
  readonly type: StateDefinition["Type"];
  readonly fields: object;
  /** Which states it leads to beside the one after it, as shares of the scope. */
  readonly targets: readonly number[];
  readonly inner: readonly (readonly Plan[])[];
}

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<never>;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const common = { Comment: maybe(fc.string()), Assign: maybe(fc.constant({ "a.$": "$.b" })) };
const paths = {
  InputPath: maybe(fc.constantFrom("$", "$.a", null)),
  OutputPath: maybe(fc.constantFrom("$", "$.a[0]", null)),
};
const results = {
  Parameters: maybe(fc.constant({ a: [1], "b.$": "$$.Execution.Id" })),
  ResultPath: maybe(fc.constantFrom("$", "$.a", null)),
};
const selector = { ResultSelector: maybe(fc.constant({ "a.$": "$.b" })) };
const retry = {
  Retry: maybe(
    fc.constant([
      { ErrorEquals: ["A", "States.Made.Up"], IntervalSeconds: 3, JitterStrategy: "FULL" },
      { ErrorEquals: ["A"], Comment: "never reached" },
      { ErrorEquals: ["States.ALL"] },
    ]),
  ),
};

const FIELDS = {
  Pass: { ...common, ...paths, ...results, Result: maybe(json) },
  Task: {
    ...common,
    ...paths,
    ...results,
    ...selector,
    ...retry,
    Resource: fc.constantFrom(
      "arn:aws:lambda:us-east-1:123456789012:function:a",
      "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation
      "${FunctionArn}",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation
      "arn:${AWS::Partition}:states:::sns:publish",
    ),
    TimeoutSeconds: maybe(fc.integer({ min: 1, max: 99_999_999 })),
    HeartbeatSecondsPath: maybe(fc.constant("$.a")),
    Credentials: maybe(fc.constant({ RoleArn: "arn:aws:iam::123456789012:role/a" })),
  },
  Choice: { ...common, ...paths },
  Wait: { ...common, ...paths, SecondsPath: fc.constant("$.a") },
  Succeed: { Comment: common.Comment, ...paths },
  Fail: {
    Comment: common.Comment,
    Error: maybe(fc.string()),
    CausePath: maybe(fc.constant("$.a")),
  },
  Parallel: { ...common, ...paths, ...results, ...selector, ...retry },
  Map: {
    ...common,
    ...paths,
    ...results,
    ...selector,
    ...retry,
    ItemsPath: maybe(fc.constant("$.items")),
    MaxConcurrency: maybe(fc.nat(40)),
    Label: maybe(fc.constant("label")),
    ItemBatcher: maybe(fc.constant({ MaxItemsPerBatch: 5 })),
  },
} satisfies Record<StateDefinition["Type"], Record<string, fc.Arbitrary<unknown>>>;

/** The states of a scope, with further scopes within them up to a depth. */
const plansOf = (depth: number): fc.Arbitrary<readonly Plan[]> =>
  fc.array(
    fc.constantFrom(...(Object.keys(FIELDS) as StateDefinition["Type"][])).chain((drawn) => {
      const type = depth === 0 && (drawn === "Parallel" || drawn === "Map") ? "Pass" : drawn;
      const most = { Parallel: 2, Map: 1 }[type as string] ?? 0;
      return fc.record({
        type: fc.constant(type),
        fields: fc.record(FIELDS[type] as Record<string, fc.Arbitrary<unknown>>),
        targets: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 3 }),
        inner:
          most === 0
            ? fc.constant([])
            : fc.array(plansOf(depth - 1), { minLength: 1, maxLength: most }),
      });
    }),
    { minLength: 1, maxLength: 4 },
  );

/** A sound scope: each state leads to the one after it, so that all are reached and the last one ends. */
function scopeOf(plans: readonly Plan[], prefix: string) {
  const nameOf = (index: number) => `${prefix}${index}`;
  const states = plans.map((plan, index) => {
    const isLast = index === plans.length - 1;
    return [
      nameOf(index),
      stateOf(plan, nameOf(index), isLast ? undefined : nameOf(index + 1), (share) =>
        nameOf(Math.floor(share * plans.length)),
      ),
    ] as const;
  });
  return { StartAt: nameOf(0), States: Object.fromEntries(states) };
}

function stateOf(
  { type, fields, targets, inner }: Plan,
  name: string,
  after: string | undefined,
  pick: (share: number) => string,
): StateDefinition {
  const leads = targets.map(pick);
  // A Choice, Succeed or Fail in the middle would leave the rest unreached, or have no end.
  const Type = ["Choice", "Succeed", "Fail"].includes(type)
    ? after === undefined
      ? type === "Choice"
        ? "Succeed"
        : type
      : type === "Choice"
        ? "Choice"
        : "Pass"
    : type;
  const kept = Type === type ? fields : {};
  const scopes = inner.map((plans, index) => scopeOf(plans, `${name}/${index}.`));
  const given = {
    Type,
    ...kept,
    ...(Type === "Parallel" ? { Branches: scopes } : {}),
    ...(Type === "Map" ? processorOf(scopes[0], leads.length) : {}),
    ...(Type === "Choice" ? choicesOf(after as string, leads) : {}),
    ...(["Task", "Parallel", "Map"].includes(Type) && leads.length > 0
      ? {
          Catch: leads.map((Next, index) => ({
            ErrorEquals: [`E${index}`],
            ResultPath: null,
            Next,
          })),
        }
      : {}),
    ...(["Choice", "Succeed", "Fail"].includes(Type)
      ? {}
      : after === undefined
        ? { End: true }
        : { Next: after, ...(leads.length === 1 ? { End: false } : {}) }),
  };
  return JSON.parse(JSON.stringify(given));
}

function processorOf(scope: object | undefined, kind: number) {
  if (kind === 0) return { Iterator: scope };
  const ProcessorConfig =
    kind === 1 ? { Mode: "INLINE" } : { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" };
  return { ItemProcessor: { ...(kind === 3 ? {} : { ProcessorConfig }), Comment: "c", ...scope } };
}

function choicesOf(after: string, leads: readonly string[]) {
  const rules = leads.map((Next, index) => ({
    Not: { Variable: "$.a", NumericEquals: index },
    Comment: "rule",
    Assign: { a: index },
    Next,
  }));
  const Choices = [{ Variable: "$.b", IsPresent: false, Next: after }, ...rules];
  return leads.length > 1 ? { Choices, Default: leads[0] } : { Choices };
}

describe("a machine from a definition", () => {
  test("gives the same definition again, whatever it is", () => {
    const machines = fc.record({
      plans: plansOf(2),
      Comment: maybe(fc.string()),
      Version: maybe(fc.constant("1.0")),
      TimeoutSeconds: maybe(fc.integer({ min: 1, max: 99_999_999 })),
    });
    const types = new Set<string>();
    fc.assert(
      fc.property(machines, ({ plans, ...fields }) => {
        const definition = JSON.parse(JSON.stringify({ ...fields, ...scopeOf(plans, "s") }));
        for (const [, type = ""] of JSON.stringify(definition).matchAll(/"Type":"(\w+)"/g)) {
          types.add(type);
        }
        const given = again(definition);
        expect(given).toEqual(definition);
        expect(again(given)).toEqual(given);
      }),
      { numRuns: 300 },
    );
    expect([...types].sort()).toEqual(Object.keys(FIELDS).sort());
  });

  test("keeps what JSONata has", () => {
    const definition: StateMachineDefinition = {
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: {
        A: {
          Type: "Task",
          Resource: "arn:aws:lambda:us-east-1:123456789012:function:a",
          Arguments: { b: "{% $states.input.b %}" },
          Output: "{% $states.result %}",
          Assign: { c: "{% 1 %}" },
          TimeoutSeconds: "{% 5 %}",
          Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.errorOutput %}", Next: "C" }],
          Next: "B",
        },
        B: {
          Type: "Choice",
          Choices: [{ Condition: "{% $c = 1 %}", Output: "{% 1 %}", Assign: { d: 2 }, Next: "C" }],
          Output: "{% 2 %}",
          Default: "C",
        },
        C: { Type: "Fail", Error: "{% 'E' %}" },
      },
    };
    expect(again(definition)).toEqual(definition);
  });

  test.each(documents())("gives %s again", (_, definition) => {
    expect(again(definition)).toEqual(definition);
  });

  test("takes JSON text, and names that objects have of their own", () => {
    const text = `{"StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","Result":{"__proto__":1},"Next":"constructor"},"constructor":{"Type":"Succeed"}}}`;
    expect(JSON.stringify(StateMachine.fromDefinition("m", text).definition())).toBe(text);
  });

  test("keeps states that nothing leads to, and can be changed so that one does", () => {
    const machine = StateMachine.fromDefinition("m", {
      StartAt: "A",
      States: {
        A: { Type: "Choice", Choices: [{ Variable: "$.a", IsNull: true, Next: "B" }] },
        B: { Type: "Succeed" },
        C: { Type: "Succeed" },
      },
    });
    const [a, b, c] = machine.states;
    expect(machine.states.map(String)).toEqual([
      'the Choice "A"',
      'the Succeed "B"',
      'the Succeed "C"',
    ]);
    expect(machine.validate().map(({ location }) => location)).toEqual(["/States/C"]);
    if (!(a instanceof Choice) || b === undefined || c === undefined) throw new Error("no states");
    a.when(numericLessThan("$.a", 1), c).otherwise(b);
    expect(machine.validate()).toEqual([]);
    expect(machine.definition().States.A).toMatchObject({
      Choices: [{ Next: "B" }, { Variable: "$.a", NumericLessThan: 1, Next: "C" }],
      Default: "B",
    });
  });

  test("that Step Functions would refuse is refused", () => {
    const definition = { StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } } as const;
    expect(() => StateMachine.fromDefinition("m", definition)).toThrow(
      /^Expected a definition of "m" that Step Functions takes, but found:\n- state "A", Next: Missing 'Next' target: B/,
    );
    expect(() => StateMachine.fromDefinition("m", "{")).toThrow(/Expected a definition of "m"/);
  });

  test("of a machine made here is that machine's", () => {
    const task = new Task("a", "arn:aws:states:::sns:publish", {
      parameters: { Message: "b" },
    }).retry(["X"], { intervalSeconds: 2 });
    task.catch(["States.ALL"], new Pass("c"), { resultPath: null });
    const made = new StateMachine("m", task, { comment: "d" }).definition();
    expect(again(made)).toEqual(made);
  });
});

/** The definitions of the examples, and of the golden cases. */
function documents(): [string, StateMachineDefinition][] {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const read = (path: string) => JSON.parse(readFileSync(root + path, "utf8"));
  const examples = readdirSync(`${root}examples`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".asl.json"))
    .map((name): [string, StateMachineDefinition] => [name, read(`examples/${name}`)])
    .filter(([, definition]) => "StartAt" in definition);
  const golden = readdirSync(`${root}test/golden`).map((name): [string, StateMachineDefinition] => [
    name,
    read(`test/golden/${name}`).definition,
  ]);
  return [...examples, ...golden];
}
