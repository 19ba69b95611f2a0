import fc from "fast-check";
import { definition, expressing, json, state } from "./definitions.js";

/** What is written to the port: a request of HTTP, or bytes of any kind. */
export type Hostile =
  | { readonly kind: "bytes"; readonly bytes: string }
  | {
      readonly kind: "http";
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

const ROLE = "arn:aws:iam::123456789012:role/any";
const ARN = "arn:aws:states:us-east-1:123456789012:";

const OPERATIONS = [
  "CreateActivity",
  "CreateStateMachine",
  "CreateStateMachineAlias",
  "DeleteActivity",
  "DeleteStateMachine",
  "DeleteStateMachineAlias",
  "DeleteStateMachineVersion",
  "DescribeActivity",
  "DescribeExecution",
  "DescribeMapRun",
  "DescribeStateMachine",
  "DescribeStateMachineAlias",
  "DescribeStateMachineForExecution",
  "GetExecutionHistory",
  "ListActivities",
  "ListExecutions",
  "ListMapRuns",
  "ListStateMachineAliases",
  "ListStateMachines",
  "ListStateMachineVersions",
  "ListTagsForResource",
  "PublishStateMachineVersion",
  "RedriveExecution",
  "SendTaskFailure",
  "SendTaskHeartbeat",
  "SendTaskSuccess",
  "StartExecution",
  "StopExecution",
  "TagResource",
  "TestState",
  "UntagResource",
  "UpdateMapRun",
  "UpdateStateMachine",
  "UpdateStateMachineAlias",
  "ValidateStateMachineDefinition",
] as const;

const arn = fc.oneof(
  fc.constantFrom(
    `${ARN}stateMachine:target`,
    `${ARN}stateMachine:target:1`,
    `${ARN}stateMachine:target:PROD`,
    `${ARN}stateMachine:nobody`,
    `${ARN}execution:target:run`,
    `${ARN}express:target:run:1`,
    `${ARN}mapRun:target/label:1`,
    `${ARN}activity:nobody`,
    "arn:aws:states",
    "",
  ),
  fc.string({ maxLength: 300 }),
);

/** What the members of requests are called, and what they may be, right or wrong. */
const MEMBERS = {
  name: fc.oneof(fc.constantFrom("target", "run", "ä", ""), fc.string({ maxLength: 100 })),
  stateMachineArn: arn,
  stateMachineVersionArn: arn,
  stateMachineAliasArn: arn,
  executionArn: arn,
  mapRunArn: arn,
  activityArn: arn,
  resourceArn: arn,
  roleArn: fc.oneof(fc.constant(ROLE), arn),
  definition: fc.oneof(definition.map(textOf), fc.json({ maxDepth: 3 }), fc.string()),
  input: fc.oneof(fc.json({ maxDepth: 2 }), fc.string()),
  output: fc.oneof(fc.json({ maxDepth: 2 }), fc.string()),
  taskToken: fc.oneof(fc.string(), fc.base64String({ maxLength: 200 })),
  error: fc.string(),
  cause: fc.string(),
  type: fc.constantFrom("STANDARD", "EXPRESS", "SLOW"),
  maxResults: fc.oneof(fc.integer({ min: -1, max: 1001 }), fc.double()),
  nextToken: fc.oneof(fc.string(), fc.base64String()),
  reverseOrder: fc.boolean(),
  statusFilter: fc.constantFrom("RUNNING", "FAILED", "LATE"),
  tags: fc.array(fc.record({ key: fc.string(), value: fc.string() }), { maxLength: 3 }),
  tagKeys: fc.array(fc.string(), { maxLength: 3 }),
  publish: fc.boolean(),
  routingConfiguration: fc.array(
    fc.record({ stateMachineVersionArn: arn, weight: fc.integer({ min: -1, max: 101 }) }),
    { maxLength: 3 },
  ),
  maxConcurrency: fc.integer(),
  toleratedFailurePercentage: fc.double(),
  inspectionLevel: fc.constantFrom("INFO", "DEBUG", "TRACE", "ALL"),
  mock: json,
  variables: fc.json({ maxDepth: 2 }),
  context: fc.json({ maxDepth: 2 }),
  loggingConfiguration: json,
  encryptionConfiguration: json,
};

const members = fc
  .subarray(Object.keys(MEMBERS) as (keyof typeof MEMBERS)[], { maxLength: 6 }) // keys forgets them
  .chain((names) =>
    fc.record(
      Object.fromEntries(
        names.map((member) => [
          member,
          fc.oneof(
            { weight: 9, arbitrary: MEMBERS[member] as fc.Arbitrary<unknown> },
            { weight: 1, arbitrary: json as fc.Arbitrary<unknown> },
          ),
        ]),
      ),
    ),
  );

const call = (operation: string, body: string): Hostile => ({
  kind: "http",
  method: "POST",
  path: "/",
  headers: {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `AWSStepFunctions.${operation}`,
  },
  body,
});

/** JSON text; what JSON has no word for is left to be wrong. */
function textOf(value: unknown): string {
  return JSON.stringify(value) ?? "undefined";
}

const machineOf = (first: object) => textOf({ StartAt: "A", States: { A: first } });

/** Texts within texts within texts, some deeper than a stack. */
const deep = fc
  .tuple(
    fc.constantFrom(10, 900, 1_100, 20_000, 200_000),
    fc.constantFrom(
      ["[", "]"],
      ['{"a":', "}"],
      ["(", ")"],
      ["States.Array(", ")"],
      ["$.a[?(", ")]"],
    ),
  )
  .map(([depth, [open = "", close = ""]]) => `${open.repeat(depth)}1${close.repeat(depth)}`);

/** States within states within states. */
const nested = fc
  .tuple(fc.constantFrom(20, 300, 3_000), fc.constantFrom("Parallel", "Map"))
  .map(([depth, Type]) => {
    const open = `{"StartAt":"A","States":{"A":{"Type":"${Type}","End":true,${Type === "Map" ? '"ItemProcessor":' : '"Branches":['}`;
    const close = Type === "Map" ? "}}}" : "]}}}";
    const inner = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
    return `${open.repeat(depth)}${inner}${close.repeat(depth)}`;
  });

const requests: fc.WeightedArbitrary<Hostile>[] = [
  {
    weight: 1,
    arbitrary: fc
      .tuple(deep, fc.constantFrom("StartSyncExecution", "SendTaskSuccess", "ListTagsForResource"))
      .map(([text, operation]) =>
        call(
          operation,
          operation === "ListTagsForResource"
            ? `{"resourceArn":${text}}`
            : textOf({
                stateMachineArn: `${ARN}stateMachine:target`,
                input: text,
                taskToken: "a",
                output: text,
              }),
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        nested,
        deep,
        deep.map((text) => machineOf({ Type: "Pass", Parameters: { "a.$": text }, End: true })),
        deep.map((text) =>
          machineOf({ Type: "Pass", QueryLanguage: "JSONata", Output: `{% ${text} %}`, End: true }),
        ),
        deep.map((text) => machineOf({ Type: "Pass", InputPath: text, End: true })),
      )
      .chain((text) =>
        fc.constantFrom(
          call("ValidateStateMachineDefinition", textOf({ definition: text })),
          call(
            "UpdateStateMachine",
            textOf({ stateMachineArn: `${ARN}stateMachine:target`, definition: text }),
          ),
        ),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...OPERATIONS), members)
      .map(([operation, input]) => call(operation, textOf(input))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...OPERATIONS), fc.oneof(fc.json(), fc.string()))
      .map(([operation, body]) => call(operation, body)),
  },
  {
    weight: 4,
    arbitrary: definition.map((machine) =>
      call("ValidateStateMachineDefinition", textOf({ definition: textOf(machine) })),
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.oneof(state, expressing), json)
      .map(([tested, input]) =>
        call(
          "TestState",
          textOf({ definition: textOf(tested), roleArn: ROLE, input: textOf(input) }),
        ),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.oneof(definition.map(textOf), expressing.map(machineOf)), fc.uuid())
      .map(([text, name]) =>
        call(
          "CreateStateMachine",
          textOf({ definition: text, name, roleArn: ROLE, type: "EXPRESS" }),
        ),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.oneof(definition.map(textOf), expressing.map(machineOf)), json)
      .map(([text]) =>
        call(
          "UpdateStateMachine",
          textOf({ stateMachineArn: `${ARN}stateMachine:target`, definition: text }),
        ),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(json, fc.constantFrom("StartSyncExecution", "StartSyncExecution", "StartExecution"))
      .map(([input, operation]) =>
        call(
          operation,
          textOf({ stateMachineArn: `${ARN}stateMachine:target`, input: textOf(input) }),
        ),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("http" as const),
      method: fc.constantFrom("GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "LINK"),
      path: fc.webPath().map((text) => (text.startsWith("/") ? text : `/${text}`)),
      headers: fc.dictionary(
        fc.constantFrom("x-amz-target", "origin", "accept", "expect", "x-y", "authorization"),
        fc.stringMatching(/^[!-~]{0,40}$/),
        { maxKeys: 3 },
      ),
      body: fc.string(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("bytes" as const),
      bytes: fc.oneof(
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.string({ maxLength: 60 }).map((text) => `POST / HTTP/1.1\r\n${text}\r\n\r\n`),
        fc.constantFrom(
          "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
          "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "GET http://example.com/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ),
      ),
    }),
  },
];

/** `count` requests, the same for the same seed. */
export function hostileRequests(seed: number, count: number): Hostile[] {
  return fc.sample(fc.oneof(...requests), { seed, numRuns: count });
}
