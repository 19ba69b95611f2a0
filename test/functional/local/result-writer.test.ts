import { describe, expect, test } from "vitest";
import {
  BUCKET,
  distributed,
  type MapEngine,
  reader,
  startMapEngine,
  worker,
  writer,
} from "./map-fixture.js";

interface Manifest {
  readonly DestinationBucket: string;
  readonly MapRunArn: string;
  readonly ResultFiles: Record<"FAILED" | "PENDING" | "SUCCEEDED", { Key: string; Size: number }[]>;
}

const functions = {
  picky: (input: unknown) => {
    if (input === "bad") throw Object.assign(new Error("no"), { name: "Picky" });
    return [input, { of: "list" }];
  },
};

/** The manifest that a Map's output names. */
async function manifestOf(engine: MapEngine, output: unknown): Promise<Manifest> {
  const { ResultWriterDetails } = output as {
    ResultWriterDetails: { Bucket: string; Key: string };
  };
  return JSON.parse(await engine.get(ResultWriterDetails.Key)) as Manifest;
}

describe("a ResultWriter", () => {
  test("writes all there is to know of each child, and a manifest that leads to it", async () => {
    const engine = await startMapEngine({ functions });
    const fields = { ...writer(), ToleratedFailureCount: 1 };
    const executionArn = await engine.start(distributed(fields, worker("picky")), [
      "a",
      "bad",
      "b",
    ]);
    const { output } = await engine.ended(executionArn);
    const { mapRunArn = "" } = await engine.mapRun(executionArn);
    const folder = `out/${mapRunArn.split(":").at(-1)}`;
    expect(output).toEqual({
      MapRunArn: mapRunArn,
      ResultWriterDetails: { Bucket: BUCKET, Key: `${folder}/manifest.json` },
    });
    const succeeded = await engine.get(`${folder}/SUCCEEDED_0.json`);
    const failed = await engine.get(`${folder}/FAILED_0.json`);
    expect(await manifestOf(engine, output)).toEqual({
      DestinationBucket: BUCKET,
      MapRunArn: mapRunArn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: Buffer.byteLength(failed) }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: Buffer.byteLength(succeeded) }],
      },
    });
    const arn = expect.stringMatching(
      /^arn:aws:states:us-east-1:123456789012:execution:machine-1\/each:/,
    );
    const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const [first] = JSON.parse(succeeded) as [{ ExecutionArn: string }, unknown];
    const both = {
      ExecutionArn: arn,
      InputDetails: { Included: true },
      OutputDetails: { Included: true },
      RedriveCount: 0,
      StartDate: date,
      StateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:machine-1/each",
      StopDate: date,
    };
    expect(first).toEqual({
      ...both,
      Input: '"a"',
      Name: first.ExecutionArn.split(":").at(-1),
      Output: '["a",{"of":"list"}]',
      RedriveStatus: "NOT_REDRIVABLE",
      RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
      Status: "SUCCEEDED",
    });
    expect(JSON.parse(failed)).toEqual([
      {
        ...both,
        Cause: expect.stringContaining('"errorMessage":"no"'),
        Error: "Picky",
        Input: '"bad"',
        Name: expect.any(String),
        RedriveStatus: "REDRIVABLE",
        Status: "FAILED",
      },
    ]);
  });

  test.each<[config: object, name: string, text: RegExp]>([
    [
      { Transformation: "COMPACT" },
      "SUCCEEDED_0.json",
      /^\[\["a",\{"of":"list"\}\],\["b",\{"of":"list"\}\]\]$/,
    ],
    [
      { Transformation: "FLATTEN" },
      "SUCCEEDED_0.json",
      /^\["a",\{"of":"list"\},"b",\{"of":"list"\}\]$/,
    ],
    [
      { Transformation: "FLATTEN", OutputType: "JSONL" },
      "SUCCEEDED_0.jsonl",
      /^"a"\n\{"of":"list"\}\n"b"\n\{"of":"list"\}\n$/,
    ],
    [
      { OutputType: "JSONL" },
      "SUCCEEDED_0.jsonl",
      /^\{"ExecutionArn".*"StopDate":"[^"]*"\}\n\{.*\}\n$/,
    ],
  ])("%j", async (config, name, text) => {
    const engine = await startMapEngine({ functions });
    const fields = { ...writer(config), MaxConcurrency: 1 };
    const { output } = await engine.ended(
      await engine.start(distributed(fields, worker("picky")), ["a", "b"]),
    );
    const { ResultFiles } = await manifestOf(engine, output);
    const [file] = ResultFiles.SUCCEEDED;
    expect(file?.Key).toMatch(new RegExp(`/${name}$`));
    expect(await engine.get(file?.Key ?? "")).toMatch(text);
  });

  test("begins another file where one is full", async () => {
    const large = { large: () => "x".repeat(250_000) };
    const engine = await startMapEngine({ functions: large });
    const items = Array.from({ length: 40 }, (_, at) => at);
    const executionArn = await engine.start(distributed(writer(), worker("large")), items);
    const { output } = await engine.ended(executionArn);
    const { SUCCEEDED } = (await manifestOf(engine, output)).ResultFiles;
    expect(SUCCEEDED.length).toBeGreaterThan(1);
    const inputs: unknown[] = [];
    for (const { Key } of SUCCEEDED) {
      const records = JSON.parse(await engine.get(Key)) as { Input: string }[];
      inputs.push(...records.map(({ Input }) => JSON.parse(Input)));
    }
    expect(inputs.sort((a, b) => Number(a) - Number(b))).toEqual(items);
  });

  test("tells of what did not begin, when too many failed", async () => {
    const engine = await startMapEngine({ functions });
    const lines = ["a", "bad", ...Array.from({ length: 600 }, (_, at) => at)];
    await engine.put("items", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const fields = {
      ...reader("items", { InputType: "JSONL" }),
      ...writer(),
      MaxConcurrency: 1,
      ItemSelector: { "value.$": "$$.Map.Item.Value" },
    };
    const bad = {
      StartAt: "Value",
      States: {
        Value: { Type: "Pass", OutputPath: "$.value", Next: "Work" },
        ...worker("picky").States,
      },
    };
    const executionArn = await engine.start(distributed(fields, bad));
    expect(await engine.ended(executionArn)).toMatchObject({
      error: "States.ExceedToleratedFailureThreshold",
    });
    const { mapRunArn = "", executionCounts, itemCounts } = await engine.mapRun(executionArn);
    const counts = { succeeded: 1, failed: 1, pending: 600, total: 602, resultsWritten: 2 };
    expect([executionCounts, itemCounts]).toMatchObject([counts, counts]);
    const folder = `out/${mapRunArn.split(":").at(-1)}`;
    const manifest = JSON.parse(await engine.get(`${folder}/manifest.json`)) as Manifest;
    const [pending] = manifest.ResultFiles.PENDING;
    const records = JSON.parse(await engine.get(pending?.Key ?? "")) as unknown[];
    expect(records).toHaveLength(600);
    expect(records[0]).toEqual({
      Input: '{"value":0}',
      InputDetails: { Included: true },
      Status: "PENDING",
    });
  });

  test("writes a manifest also of no children", async () => {
    const engine = await startMapEngine();
    const { output } = await engine.ended(await engine.start(distributed(writer()), []));
    expect((await manifestOf(engine, output)).ResultFiles).toEqual({
      FAILED: [],
      PENDING: [],
      SUCCEEDED: [],
    });
    expect(await engine.keys()).toHaveLength(1);
  });

  test("that cannot write fails the Map", async () => {
    const engine = await startMapEngine();
    const executionArn = await engine.start(distributed(writer(undefined, "nowhere")), [1]);
    expect(await engine.ended(executionArn)).toMatchObject({
      error: "States.ResultWriterFailed",
      cause: expect.stringContaining("bucket does not exist"),
    });
    expect(await engine.mapRun(executionArn)).toMatchObject({
      status: "FAILED",
      executionCounts: { succeeded: 1, total: 1, resultsWritten: 0 },
    });
  });

  test("without a bucket is an error of the run", async () => {
    const engine = await startMapEngine();
    const ResultWriter = { Resource: "arn:aws:states:::s3:putObject", Parameters: {} };
    const executionArn = await engine.start(distributed({ ResultWriter }), [1]);
    expect(await engine.ended(executionArn)).toMatchObject({
      error: "States.Runtime",
      cause: expect.stringContaining("Bucket"),
    });
  });
});

test.each<[config: object, output: unknown]>([
  [
    { Transformation: "COMPACT" },
    [
      ["a", { of: "list" }],
      ["b", { of: "list" }],
    ],
  ],
  [{ Transformation: "FLATTEN" }, ["a", { of: "list" }, "b", { of: "list" }]],
  [{ Transformation: "FLATTEN", OutputType: "JSONL" }, '"a"\n{"of":"list"}\n"b"\n{"of":"list"}\n'],
  [
    { Transformation: "NONE" },
    ["a", "b"].map((item) => expect.objectContaining({ Input: `"${item}"`, Status: "SUCCEEDED" })),
  ],
])("without a Resource %j makes the state's own result", async (WriterConfig, output) => {
  const engine = await startMapEngine({ functions });
  const machine = distributed({ ResultWriter: { WriterConfig } }, worker("picky"));
  const executionArn = await engine.start(machine, ["a", "b"]);
  expect((await engine.ended(executionArn)).output).toEqual(output);
});
