import fc from "fast-check";
import { intrinsic, jsonata, path } from "./expressions.js";

/** JSON of any shape, small. */
export const json = fc.jsonValue({ maxDepth: 3 });

const NAMES = ["A", "B", "C", "__proto__", "ä b", "constructor"];
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 90 }));

const text = fc.oneof(path, intrinsic, jsonata, fc.string({ maxLength: 12 }));

const template = fc.oneof(
  json,
  fc.dictionary(fc.constantFrom("a.$", "b.$", "c", "d.$", "__proto__"), text, { maxKeys: 3 }),
  jsonata,
);

const RESOURCES = [
  "arn:aws:lambda:us-east-1:123456789012:function:echo",
  "arn:aws:lambda:us-east-1:123456789012:function:fail",
  "arn:aws:states:::lambda:invoke",
  "arn:aws:states:::lambda:invoke.waitForTaskToken",
  "arn:aws:states:::states:startExecution.sync:2",
  "arn:aws:states:::aws-sdk:sfn:listStateMachines",
  "arn:aws:states:::dynamodb:getItem",
  "arn:aws:states:::aws-sdk:s3:listBuckets",
  "arn:aws:states:us-east-1:123456789012:activity:nobody",
  "arn:aws:states:::",
  "",
];

const number = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.integer(), fc.double());

/** The fields that any state may be given, whatever its type. */
const FIELDS = {
  Next: name,
  End: fc.oneof(fc.constant(true), json),
  Comment: json,
  QueryLanguage: fc.constantFrom("JSONPath", "JSONata", "SQL"),
  InputPath: fc.oneof(path, fc.constant(null)),
  OutputPath: fc.oneof(path, fc.constant(null)),
  ResultPath: fc.oneof(path, fc.constant(null)),
  Parameters: template,
  ResultSelector: template,
  Arguments: template,
  Output: template,
  Assign: template,
  Result: json,
  Resource: fc.oneof(fc.constantFrom(...RESOURCES), fc.string({ maxLength: 20 })),
  Seconds: fc.oneof(number, jsonata),
  SecondsPath: text,
  Timestamp: text,
  TimestampPath: text,
  Error: text,
  ErrorPath: text,
  Cause: text,
  CausePath: text,
  TimeoutSeconds: fc.oneof(number, jsonata),
  TimeoutSecondsPath: text,
  HeartbeatSeconds: number,
  Retry: fc.array(
    fc.record({
      ErrorEquals: fc.array(fc.constantFrom("States.ALL", "States.TaskFailed", "E", "")),
      IntervalSeconds: number,
      MaxAttempts: number,
      BackoffRate: number,
      MaxDelaySeconds: number,
      JitterStrategy: fc.constantFrom("FULL", "NONE", "SOME"),
    }),
    { maxLength: 2 },
  ),
  Catch: fc.array(
    fc.record(
      { ErrorEquals: fc.constant(["States.ALL"]), Next: name, ResultPath: path, Output: template },
      { requiredKeys: ["ErrorEquals", "Next"] },
    ),
    { maxLength: 2 },
  ),
  Choices: fc.array(
    fc.record(
      {
        Variable: path,
        Condition: jsonata,
        Next: name,
        StringMatches: fc.string({ maxLength: 8 }),
        NumericGreaterThan: number,
        IsPresent: fc.boolean(),
        TimestampEqualsPath: path,
        Not: json,
        And: fc.array(json, { maxLength: 2 }),
      },
      { requiredKeys: ["Next"] },
    ),
    { maxLength: 3 },
  ),
  Default: name,
  ItemsPath: path,
  Items: template,
  ItemSelector: template,
  MaxConcurrency: number,
  ToleratedFailurePercentage: number,
  Label: name,
  ItemReader: json,
  ItemBatcher: json,
  ResultWriter: json,
};

const TYPES = ["Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map", "Nap"];

/** Few of the fields, so that a state has a chance to be valid. */
const fields = fc
  .subarray(Object.keys(FIELDS) as (keyof typeof FIELDS)[], { maxLength: 5 }) // keys forgets them
  .chain((names) => fc.record(Object.fromEntries(names.map((field) => [field, FIELDS[field]]))));

/** State machines: shaped as such, with faults at any place. */
export const { definition, state } = fc.letrec<{ definition: object; state: object }>((tie) => {
  const nested = fc.oneof(
    { maxDepth: 2, depthIdentifier: "nesting" },
    fc.constant({ StartAt: "A", States: { A: { Type: "Succeed" } } }),
    tie("definition"),
  );
  return {
    state: fc
      .tuple(fc.constantFrom(...TYPES), fields, fc.array(nested, { maxLength: 2 }))
      .map(([Type, given, inner]) => ({
        Type,
        ...(Type === "Pass" || Type === "Task" ? { End: true } : {}),
        ...given,
        ...(Type === "Parallel" ? { Branches: inner } : {}),
        ...(Type === "Map" ? { ItemProcessor: inner[0] } : {}),
      })),
    definition: fc
      .record({
        StartAt: fc.constantFrom("A", "A", "A", "Z"),
        QueryLanguage: fc.constantFrom("JSONPath", "JSONata"),
        States: fc.dictionary(name, tie("state"), { maxKeys: 2 }),
        TimeoutSeconds: fc.constantFrom(3, 5, 60),
        first: tie("state"),
      })
      .map(({ first, States, ...machine }) => ({ ...machine, States: { ...States, A: first } })),
  };
});

const PLAIN = ["Pass", "Pass", "Choice", "Wait", "Fail", "Succeed"] as const;

/** State machines that are well formed, around one hostile expression. */
export const expressing = fc.oneof(
  fc.tuple(path, fc.constantFrom("InputPath", "OutputPath", "ResultPath")).map(([at, field]) => ({
    Type: "Pass",
    [field]: at,
    End: true,
  })),
  fc.oneof(intrinsic, path).map((call) => ({
    Type: "Pass",
    Parameters: { "a.$": call },
    End: true,
  })),
  jsonata.map((Output) => ({ Type: "Pass", QueryLanguage: "JSONata", Output, End: true })),
  fc.tuple(fc.constantFrom(...PLAIN), jsonata).map(([Type, expression]) => ({
    Type,
    QueryLanguage: "JSONata",
    ...(Type === "Wait" ? { Seconds: expression, End: true } : {}),
    ...(Type === "Fail" ? { Error: expression } : {}),
    ...(Type === "Choice" ? { Choices: [{ Condition: expression, Next: "A" }] } : {}),
    ...(Type === "Pass" ? { Assign: { x: expression }, End: true } : {}),
    ...(Type === "Succeed" ? { Output: expression } : {}),
  })),
);
