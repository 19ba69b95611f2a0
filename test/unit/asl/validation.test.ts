import fc from "fast-check";
import { type Diagnostic, validateDefinition } from "sfn-task-tools/asl";
import { describe, expect, test } from "vitest";

const machine = (states: object, more: object = {}) =>
  JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });
const faults = (definition: string, type?: "STANDARD" | "EXPRESS") =>
  validateDefinition(definition, type === undefined ? {} : { type }).diagnostics.map(line);
const line = ({ code, message, location }: Diagnostic) =>
  location === undefined ? `${code}: ${message}` : `${code}: ${message} at ${location}`;

const END = { Type: "Pass", End: true };

describe("what AWS refuses, in its words", () => {
  test.each([
    ["nothing", " ", ["SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"]],
    ["an array", "[]", ["SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"]],
    [
      "an empty object",
      "{}",
      ["SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /"],
    ],
    [
      "a loop without an end",
      machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } }),
      ["MISSING_END_STATE: Workflow has no terminal state"],
    ],
    [
      "a loop beside an end that nothing leads to",
      machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" }, C: END }),
      ['MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C'],
    ],
    [
      "a state that leads nowhere",
      machine({ A: { Type: "Pass", Next: "NOPE" } }),
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next",
        "MISSING_END_STATE: Workflow has no terminal state",
      ],
    ],
    [
      "a rule, a Default and a catcher that lead nowhere",
      machine({
        C: {
          Type: "Choice",
          Choices: [
            { Variable: "$.a", IsNull: true, Next: "X" },
            { Variable: "$.a", IsNull: false, Next: "T" },
          ],
          Default: "Y",
        },
        T: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Z" }],
          End: true,
        },
      }),
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/C/Choices[0]/Next",
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Y at /States/C/Default",
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Z at /States/T/Catch[0]/Next",
      ],
    ],
    [
      "a catcher on a Pass",
      machine({ A: { ...END, Catch: [] } }),
      ["SCHEMA_VALIDATION_FAILED: Field 'Catch' is not supported at /States/A"],
    ],
    [
      "a timeout on a Map",
      machine({
        A: {
          Type: "Map",
          TimeoutSeconds: 1,
          End: true,
          ItemProcessor: { StartAt: "B", States: { B: END } },
        },
      }),
      ["SCHEMA_VALIDATION_FAILED: Field 'TimeoutSeconds' is not supported at /States/A"],
    ],
    [
      "Output in JSONPath",
      machine({ A: { ...END, Output: {} } }),
      [
        "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/A",
      ],
    ],
    [
      "Output within a Map that is JSONata, in a machine that is not",
      machine({
        M: {
          Type: "Map",
          QueryLanguage: "JSONata",
          End: true,
          ItemProcessor: { StartAt: "P", States: { P: { ...END, Output: 1 } } },
        },
      }),
      [
        "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/M/ItemProcessor/States/P",
      ],
    ],
    [
      "a query language on a processor",
      machine({
        M: {
          Type: "Map",
          End: true,
          ItemProcessor: { QueryLanguage: "JSONata", StartAt: "P", States: { P: END } },
        },
      }),
      [
        "SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at /States/M/ItemProcessor",
      ],
    ],
    [
      "a rule without Next",
      machine({
        C: { Type: "Choice", Choices: [{ Variable: "$", StringMatches: "a" }], Default: "E" },
        E: END,
      }),
      ["SCHEMA_VALIDATION_FAILED: These fields are required: [Next] at /States/C/Choices[0]"],
    ],
    [
      "a time that is none",
      machine({ W: { Type: "Wait", Timestamp: "2016-12-05 21:29:29Z", End: true } }),
      ["SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at /States/W/Timestamp"],
    ],
    [
      "credentials without a role",
      machine({
        T: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Credentials: {}, End: true },
      }),
      [
        "SCHEMA_VALIDATION_FAILED: The field 'RoleArn' is required but was missing at /States/T/Credentials",
      ],
    ],
    [
      "a template whose path is none",
      machine({ A: { ...END, Parameters: { a: { "b.$": "nothing" } } } }),
      [
        "SCHEMA_VALIDATION_FAILED: The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call at /States/A/Parameters/a",
      ],
    ],
    [
      "a name that is used twice",
      machine({
        P: { Type: "Parallel", End: true, Branches: [{ StartAt: "P", States: { P: END } }] },
      }),
      ["DUPLICATE_STATE_NAME: Duplicate State name: P at /States/P/Branches[0]/States/P"],
    ],
  ])("%s", (_what, definition, expected) => {
    expect(faults(definition)).toEqual(expected);
  });

  test("an EXPRESS machine takes no token", () => {
    const task = {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      End: true,
    };
    expect(faults(machine({ T: task }), "STANDARD")).toEqual([]);
    expect(faults(machine({ T: task }), "EXPRESS")).toEqual([
      "SCHEMA_VALIDATION_FAILED: Express state machine does not support '.waitForTaskToken' service integration  at /States/T/Resource",
    ]);
  });

  test("nesting that no parser follows", () => {
    const deep = `{"StartAt":"A","States":${"[".repeat(2_000)}${"]".repeat(2_000)}}`;
    expect(faults(deep)).toEqual([expect.stringContaining("INVALID_JSON_DESCRIPTION")]);
  });
});

const VALID: unknown = JSON.parse(
  machine({
    A: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { "a.$": "$.b", c: [1] },
      Retry: [{ ErrorEquals: ["States.ALL"], MaxDelaySeconds: 5, JitterStrategy: "FULL" }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "C", ResultPath: "$.error" }],
      TimeoutSecondsPath: "$.t",
      Next: "C",
    },
    C: {
      Type: "Choice",
      Choices: [{ And: [{ Variable: "$.a", NumericEquals: 1 }], Next: "P" }],
      Default: "M",
    },
    P: {
      Type: "Parallel",
      Branches: [{ StartAt: "W", States: { W: { Type: "Wait", Seconds: 1, End: true } } }],
      Next: "M",
    },
    M: {
      Type: "Map",
      ItemProcessor: { StartAt: "F", States: { F: { Type: "Fail", ErrorPath: "$.e" } } },
      MaxConcurrency: 2,
      End: true,
    },
  }),
);

describe("it never throws", () => {
  test("the sound definition is sound", () => {
    expect(faults(JSON.stringify(VALID))).toEqual([]);
  });

  test("whatever the text is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => void validateDefinition(text)),
    );
  });

  test("whatever stands at one place of a sound definition", () => {
    const places = placesIn(VALID);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (place, value) => {
        const { definition } = validateDefinition(JSON.stringify(replaced(VALID, place, value)));
        if (definition !== undefined) expect(definition.StartAt).toBeTypeOf("string");
      }),
      { numRuns: 500 },
    );
  });
});

function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  return [
    [...path],
    ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key])),
  ];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>; // a place within it
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

test.each(["Error", "Cause"])(
  "the %s of a JSONata Fail may be an expression, which is parsed",
  (field) => {
    const faultsOf = (text: string) =>
      validateDefinition(
        JSON.stringify({
          QueryLanguage: "JSONata",
          StartAt: "F",
          States: { F: { Type: "Fail", [field]: text } },
        }),
      ).diagnostics.map(({ location }) => location);
    expect(faultsOf("{% ?7 %}")).toEqual([`/States/F/${field}`]);
    expect(faultsOf("{% $states.input.why %}")).toEqual([]);
    expect(faultsOf("plain")).toEqual([]);
  },
);
