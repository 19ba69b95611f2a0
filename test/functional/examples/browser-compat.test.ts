import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { Writable } from "node:stream";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { Identifier, SupportStatement } from "@mdn/browser-compat-data";
import bcd from "@mdn/browser-compat-data/forLegacyNode";
import { Context, type LambdaContext, task } from "sfn-task-tools";
import type { TaskState } from "sfn-task-tools/asl";
import { StepFunctions, summarizeHistory } from "sfn-task-tools/execution";
import { startLocal } from "sfn-task-tools/local";
import type { ArnOptions } from "sfn-task-tools/workflow";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { supportOf } from "../../../examples/browser-compat/browser-support.js";
import * as handlers from "../../../examples/browser-compat/handlers.js";
import { showProgress } from "../../../examples/browser-compat/progress.js";
import { runWorkflow } from "../../../examples/browser-compat/run-workflow.js";
import * as state from "../../../examples/browser-compat/state.js";
import { machine } from "../../../examples/browser-compat/workflow.js";
import { createBucket, createTable, testStores } from "../../stores/inject.js";

const roleArn = "arn:aws:iam::123456789012:role/browser-compat";

const ASKED =
  "chrome edge firefox opera safari chrome_android firefox_android opera_android safari_ios samsunginternet_android"
    .split(" ")
    .sort();

/** Worked out in another way than the example does: pair by pair, over a flat list of features. */
function expectedShare(root: Identifier): number {
  const pairs: boolean[] = [];
  const open: Identifier[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const [key, value] of Object.entries(node))
      if (key !== "__compat") open.push(value as Identifier);
    const support: Record<string, SupportStatement> = node.__compat?.support ?? {};
    for (const browser of node.__compat === undefined ? [] : ASKED) {
      const text = JSON.stringify([support[browser] ?? []].flat());
      const statements = JSON.parse(text) as Record<string, unknown>[];
      pairs.push(
        statements.some((statement) => {
          if (
            ["version_removed", "flags", "prefix", "alternative_name"].some((k) => k in statement)
          )
            return false;
          return /^≤?\d/.test(String(statement.version_added));
        }),
      );
    }
  }
  return pairs.filter(Boolean).length / pairs.length;
}

const apis = Object.entries(bcd.api) as [string, Identifier][]; // api itself has no __compat
const sample = apis.filter(
  ([name], index) => index % 40 === 0 || name === "Element" || name === "VRDisplay",
);

const stores = testStores();
const dynamodb = new DynamoDBClient(stores.dynamoConfig());
const s3 = new S3Client(stores.s3Config());

beforeAll(async () => {
  const given = stores.kind === "endpoint" ? process.env : {};
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", stores.dynamodb);
  vi.stubEnv("AWS_ENDPOINT_URL_S3", stores.s3);
  vi.stubEnv("AWS_REGION", given.AWS_REGION ?? "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", given.AWS_ACCESS_KEY_ID ?? "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", given.AWS_SECRET_ACCESS_KEY ?? "test");
  vi.stubEnv("SFN_DATA_TABLE", await createTable(dynamodb));
  vi.stubEnv("SFN_DATA_S3_BUCKET", await createBucket(s3));
});

afterAll(() => {
  vi.unstubAllEnvs();
  dynamodb.destroy();
  s3.destroy();
});

/** As the example's own, with a few of the web APIs. */
const collectSample = task(
  async (_: unknown, { stateData }): Promise<state.Collected> => ({
    version: "sample",
    apis: await stateData.putItems(state.apis, sample),
    css: await stateData.putItem(state.css, bcd.css),
    javascript: await stateData.putItem(state.javascript, bcd.javascript),
  }),
);

/** What a state of the definition sends. */
interface TaskEvent<Input> {
  readonly input: Input;
  readonly context: unknown;
}

interface Call {
  readonly name: string;
  readonly event: string;
  readonly result: string;
}

type Handler = (event: never, lambda: LambdaContext) => unknown;

/** Runs the example's state machine on the local engine, with all that its handlers got and gave. */
async function run(replaced: Readonly<Record<string, Handler>> = {}, flag: "on" | "off" = "on") {
  const calls: Call[] = [];
  const all: Record<string, Handler> = { ...handlers, collect: collectSample, ...replaced };
  const functions = Object.fromEntries(
    Object.entries(all).map(([name, handler]) => [
      name,
      async (event: never, lambda: LambdaContext) => {
        const result = await handler(event, lambda);
        calls.push({ name, event: JSON.stringify(event), result: JSON.stringify(result ?? null) });
        return result;
      },
    ]),
  );
  await using local = await startLocal({ functions, clock: "skip" });
  vi.stubEnv("AWS_ENDPOINT_URL_SFN", local.endpoint);
  const stepFunctions = new StepFunctions({ client: new SFNClient(local.clientConfig()) });
  const execution = await runWorkflow(stepFunctions, { flag }, { roleArn });
  return { execution, calls, summary: summarizeHistory(execution.history) };
}

function ratingsOf(calls: readonly Call[]) {
  const { event } = calls.find(({ name }) => name === "report") as Call; // ran in each test that asks
  const { input } = JSON.parse(event) as TaskEvent<state.Collected>;
  const { stateData } = new Context();
  return stateData.getMapOutputs(input.apis, state.ratings);
}

describe("the definition of support", () => {
  const statement = (support: object) =>
    supportOf({ __compat: { source_file: "", support } } as unknown as Identifier); // the parts that are looked at

  test("counts a browser of which any statement is a plain one", () => {
    const firefox = [
      { version_added: "9", flags: [{ type: "preference", name: "x" }] },
      { version_added: "≤12", notes: "…" },
    ];
    expect(
      statement({ firefox, safari: { version_added: "3" }, ie: { version_added: "6" } }),
    ).toMatchObject({
      features: 1,
      share: 0.2,
      supportedBy: { firefox: 1, safari: 1, chrome: 0 },
    });
  });

  test.each([
    { version_added: false },
    { version_added: "preview" },
    { version_added: "9", version_removed: "12", version_last: "11" },
    { version_added: "9", flags: [{ type: "preference", name: "x" }] },
    { version_added: "9", prefix: "webkit" },
    { version_added: "9", alternative_name: "Other" },
  ])("does not count %j", (chrome) => {
    expect(statement({ chrome }).share).toBe(0);
  });

  test("averages over all features of the tree", () => {
    for (const [name, entry] of sample) {
      expect(supportOf(entry).share, name).toBeCloseTo(expectedShare(entry), 12);
    }
  });
});

describe("the workflow", () => {
  test("rates each web API of the list, in its order", async () => {
    const { execution, calls } = await run();
    expect(execution).toMatchObject({ status: "SUCCEEDED" });
    const ratings = await ratingsOf(calls);
    expect(ratings.map(({ name }) => name)).toEqual(sample.map(([name]) => name));
    ratings.forEach(({ share }, index) => {
      expect(share).toBeCloseTo(expectedShare(sample[index]?.[1] ?? {}), 12);
    });
  });

  test("ends with a report that counts every web API once, within 80 columns", async () => {
    const { execution } = await run();
    const report = execution.output?.report ?? "";
    const bands = [...report.matchAll(/^ {2}(?:all browsers|\d+ to \d+ %|none at all) +(\d+)/gm)];
    expect(bands).toHaveLength(7);
    expect(bands.reduce((sum, [, number]) => sum + Number(number), 0)).toBe(sample.length);
    expect(Number(bands[0]?.[1])).toBe(
      sample.filter(([, entry]) => expectedShare(entry) === 1).length,
    );
    expect(report).toMatch(/^ {2}\(features\) +[\d,]+ +4,317 +1,402$/m);
    expect(Math.max(...report.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("passes pointers and no data", async () => {
    const { summary, calls } = await run();
    expect(calls.map(({ name }) => name).sort()).toEqual(
      ["checkFlag", "collect", ...sample.map(() => "rateEntry"), "report"].sort(),
    );
    for (const { name, event, result } of calls) {
      expect(event).not.toMatch(/__compat|version_added/);
      expect(event.length).toBeLessThan(2_000);
      if (name === "rateEntry") expect(result).toBe("null");
    }
    const [collected] = calls.filter(({ name }) => name === "collect");
    const { apis, css, javascript } = JSON.parse(collected?.result ?? "") as state.Collected;
    expect(apis.items).toEqual(sample.map(() => 1));
    expect(Object.keys(apis)).toEqual(["table_name", "partition_key", "key", "items"]);
    expect(Object.keys(css)).toEqual(["table_name", "partition_key", "key"]);
    expect(Object.keys(javascript)).toEqual(["table_name", "partition_key", "key"]);
    const largest = Math.max(...summary.map(({ largestBytes }) => largestBytes));
    expect(largest).toBeGreaterThanOrEqual(Buffer.byteLength(collected?.result ?? ""));
    expect(largest).toBeLessThan(5_000);
  });

  test("goes through its states once, and once through the iteration's for each item", async () => {
    const { summary } = await run();
    expect(summary.map(({ name, visits }) => [name, visits])).toEqual([
      ["CheckFlag", 1],
      ["Collect", 1],
      ["RateEntries", 1],
      ["RateEntry", sample.length],
      ["Report", 1],
    ]);
  });

  test("ends ABORTED before any data is collected when the flag is off", async () => {
    const { execution, calls } = await run({}, "off");
    expect(execution).toMatchObject({ status: "ABORTED", error: "FeatureDisabled" });
    expect(execution.output).toBeUndefined();
    expect(calls.map(({ name, result }) => [name, result])).toEqual([["checkFlag", "null"]]);
  });

  test("fails when an iteration has put nothing", async () => {
    const skipThird = async (event: never, lambda: LambdaContext) => {
      const { input }: TaskEvent<{ context_index: number }> = event;
      if (input.context_index !== 3) await handlers.rateEntry(event, lambda);
    };
    const { execution } = await run({ rateEntry: skipThird });
    expect(execution).toMatchObject({ status: "FAILED", error: "StateDataNotFoundError" });
  });

  test("tries an iteration again whose state data was out of reach for the time being", async () => {
    const retries: number[] = [];
    const rateEntry = async (event: never, lambda: LambdaContext) => {
      const { input, context }: TaskEvent<{ context_index: number }> = event;
      const { State } = context as { State: { RetryCount: number } };
      if (input.context_index === 1) retries.push(State.RetryCount);
      if (input.context_index === 1 && State.RetryCount < 2) {
        throw Object.assign(new Error("not now"), { name: "StateDataUnavailableError" });
      }
      await handlers.rateEntry(event, lambda);
    };
    const { execution } = await run({ rateEntry });
    expect(execution).toMatchObject({ status: "SUCCEEDED" });
    expect(retries).toEqual([0, 1, 2]);
  });

  test("has a function for each handler, by its name or by the ARN that it is given", () => {
    const site = { region: "eu-west-1", account: "210987654321" };
    const resources = (arns: ArnOptions) =>
      [...JSON.stringify(machine.definition(arns)).matchAll(/"Resource":"([^"]+)"/g)].map(
        ([, resource]) => resource,
      );
    const named = Object.keys(handlers).sort();
    expect(resources({ arnOf: ({ name }) => `\${${name}Arn}` }).sort()).toEqual(
      named.map((name) => `\${${name}Arn}`),
    );
    expect(resources(site).sort()).toEqual(
      named.map((name) => `arn:aws:lambda:eu-west-1:210987654321:function:${name}`),
    );
  });

  test("tries again what Lambda itself may fail with for a while", async () => {
    const { States } = machine.definition({ region: "eu-west-1", account: "123456789012" });
    for (const name of ["CheckFlag", "Collect", "Report"]) {
      const { Retry = [] } = States[name] as TaskState;
      expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual([
        "StateDataUnavailableError",
        "Lambda.TooManyRequestsException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
      ]);
    }
  });
});

const CONTROLS = new RegExp(`${String.fromCharCode(27)}\\[\\??(\\d*)([A-Za-z])|([\\s\\S])`, "g");

/** The lines that a terminal shows in the end, with the few controls that move and erase lines. */
function screenAfter(text: string): string[] {
  const lines = [""];
  let row = 0;
  let column = 0;
  for (const [, count, control, plain] of text.matchAll(CONTROLS)) {
    if (plain === "\n") {
      row += 1;
      column = 0;
    } else if (plain !== undefined) {
      lines[row] = (lines[row] ?? "").slice(0, column).padEnd(column) + plain;
      column += 1;
    }
    if (control === "A") row -= Number(count) || 1;
    if (control === "B") row += Number(count) || 1;
    if (control === "G") column = 0;
    if (control === "K") lines[row] = "";
    if (control === "J") lines.length = row + 1;
    lines[row] ??= "";
  }
  return lines.filter((line) => line !== "");
}

describe("its progress", () => {
  /** What a stream is shown of a run, told event by event. */
  async function shown(isTTY: boolean): Promise<string> {
    const chunks: string[] = [];
    const stream = Object.assign(new Writable(), { isTTY, columns: 100, rows: 24 });
    stream._write = (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    };
    const { history } = (await run()).execution;
    const usage = { keptBytes: 16_600_000, calls: 0, requests: 0, retries: 0, writeUnits: 0 };
    const tell = showProgress(stream as unknown as NodeJS.WriteStream, usage); // the parts that it uses
    // A second for each event: as much time as a bar needs to be seen.
    for (const event of history) tell({ ...event, timestamp: new Date(event.id * 1_000) });
    return chunks.join("");
  }

  test("is a line for each state, and for each quarter of the Map, where nobody can see a bar move", async () => {
    const text = await shown(false);
    const lines = text.trimEnd().split("\n");
    const items = `${sample.length} items`;
    expect(lines.map((line) => line.trim().split(/ +/)[0])).toEqual([
      "CheckFlag",
      "Collect",
      ...Array(4).fill("RateEntries"),
      "Report",
    ]);
    expect(lines[2]).toMatch(new RegExp(`RateEntries +█{5,6}░+ +\\d+ of ${sample.length} `));
    expect(lines[5]).toMatch(new RegExp(`RateEntries +[\\d.]+ s +${items} `));
    for (const line of lines) expect(line).toMatch(/ [\d.]+ k?B passed, 16\.6 MB kept$/);
    expect(text).not.toContain("\u001b");
  });

  test("is drawn over itself on a terminal, and leaves a line for each state", async () => {
    const text = await shown(true);
    expect(text).toContain("\u001b");
    expect(text).toContain("░");
    const left = screenAfter(text);
    expect(left.map((line) => line.trim().split(/ +/)[0])).toEqual([
      "CheckFlag",
      "Collect",
      "RateEntries",
      "Report",
    ]);
    for (const line of left) expect(line).toMatch(/ [\d.]+ s .* kept$/);
  });

  test("tells in the end what all states were given and gave", async () => {
    const text = await shown(false);
    const { summary } = await run();
    const all = summary.reduce((sum, state) => sum + state.inputBytes + state.outputBytes, 0);
    const last = /([\d.]+) kB passed[^\n]*\n$/.exec(text)?.[1];
    expect(Number(last)).toBeCloseTo(all / 1_000, 0);
  });
});

describe.runIf(stores.kind === "embedded")("npm start", () => {
  test("rates all 1,109 web APIs on a machine without AWS", { timeout: 90_000 }, async () => {
    const { code, stdout, stderr } = await npmStart();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const everywhere = apis.filter(([, entry]) => expectedShare(entry) === 1).length;
    expect(stdout).toMatch(new RegExp(`^ {2}all browsers +${everywhere} `, "m"));
    expect(stdout).toMatch(
      /^ {2}RateEntries +[\d.]+ s {2}1,109 items +[\d.]+ kB passed, 16\.\d MB kept$/m,
    );
    expect(stdout).toMatch(/^ {2}RateEntry +1,109 +[\d.]+ s +[\d.]+ kB +[\d.]+ kB +\d+ B$/m);
    expect(stdout).toMatch(/^ {2}items +1,109 web APIs in a list/m);

    const [, picture = ""] = /^The run as a picture: (.+)$/m.exec(stdout) ?? [];
    expect(await readFile(picture, "utf8")).toMatch(
      /^<svg [\s\S]*1109 of 1109 iterations[\s\S]*<\/svg>\n$/,
    );

    const [, data] = numbers(stdout, /data +([\d,]+) bytes/);
    const [, passed, largest] = numbers(stdout, /state +([\d,]+) bytes .*?, ([\d,]+) at most/);
    const [, units, plainUnits] = numbers(stdout, /write units +([\d,]+),.* ([\d,]+)$/m);
    const [, objects] = numbers(stdout, /S3 objects +([\d,]+)/);
    expect(data).toBeGreaterThan(16_000_000);
    expect(passed).toBeGreaterThan(1_109 * 100);
    expect(passed).toBeLessThan(500_000);
    expect(largest).toBeLessThan(10_000);
    expect(plainUnits).toBeGreaterThan(12_000);
    // At least one for each web API and one for each rating.
    expect(units).toBeGreaterThan(2 * 1_109);
    expect(units).toBeLessThan(3_000);
    expect(objects).toBeGreaterThan(0);
  });

  test("ends quietly when the flag is off", async () => {
    const { code, stdout, stderr } = await npmStart("--flag", "off");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^ABORTED after [\d.]+ s\n {2}FeatureDisabled: .+\n$/m);
    expect(stdout).not.toMatch(/Collect|SUCCEEDED/);
    const [, picture = ""] = /^The run as a picture: (.+)$/m.exec(stdout) ?? [];
    expect(await readFile(picture, "utf8")).toMatch(/Execution aborted[\s\S]*FeatureDisabled/);
  });

  test("fails with one line on a flag that it does not know", async () => {
    const { code, stdout, stderr } = await npmStart("--flag", "maybe");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.trim()).toBe('Expected the flag to be on or off, got "maybe".');
  });
});

function npmStart(...args: string[]) {
  const { NODE_OPTIONS, VITEST, ...env } = process.env;
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const command = ["start", "--silent", "--", ...args];
    execFile(
      "npm",
      command,
      { cwd: new URL("../../../", import.meta.url), env },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

function numbers(text: string, pattern: RegExp): number[] {
  return (pattern.exec(text) ?? []).map((part) => Number(part.replaceAll(",", "")));
}
