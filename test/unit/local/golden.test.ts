import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type Local, type LocalFunctions, startLocal } from "sfn-task-tools/local";
import { describe, expect, test } from "vitest";
import { type GoldenFunction, goldenFunctions } from "./golden-functions.js";

/**
 * Cases of our own, in files: a definition, its input, what its functions do, and the history that
 * came of it on a clock that skips. `UPDATE_GOLDEN=1` writes the histories anew: read the difference.
 */
interface Golden {
  readonly title: string;
  readonly definition: object;
  readonly input: unknown;
  readonly functions: Readonly<Record<string, GoldenFunction>>;
  /** How often the execution is redriven once it has ended. */
  readonly redrives?: number;
  /** Only that many of the last events, of what takes time to work out. */
  readonly tail?: number;
  /** Only the names of events, and long texts cut. */
  readonly brief?: boolean;
  /** Only the status, and whether the cause is told. */
  readonly outcomeOnly?: boolean;
  history?: unknown;
}

const folder = fileURLToPath(new URL("../../golden/", import.meta.url));
const cases = readdirSync(folder).map((file) => {
  const golden = JSON.parse(readFileSync(folder + file, "utf8")) as Golden;
  return { file, golden };
});

describe("golden cases", () => {
  test.each(cases)("$golden.title ($file)", { timeout: 60_000 }, async ({ file, golden }) => {
    await using local = await startLocal({ clock: "skip", functions: functionsOf(golden) });
    const history = await run(local, golden);
    if (process.env.UPDATE_GOLDEN !== undefined) {
      writeFileSync(folder + file, `${JSON.stringify({ ...golden, history }, undefined, 2)}\n`);
    }
    expect(history).toEqual(golden.history);
  });
});

function functionsOf({ functions }: Golden): LocalFunctions {
  return Object.fromEntries(
    Object.entries(functions).map(([name, what]) => [name, goldenFunctions(what)]),
  );
}

async function run(local: Local, golden: Golden): Promise<unknown> {
  const sfn = new SFNClient(local.clientConfig());
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "golden",
      roleArn: "arn:aws:iam::123456789012:role/any",
      definition: JSON.stringify(golden.definition),
    }),
  );
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn,
      name: "run",
      input: JSON.stringify(golden.input),
    }),
  );
  let described = await ended(sfn, executionArn);
  for (let count = 0; count < (golden.redrives ?? 0); count += 1) {
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    described = await ended(sfn, executionArn);
  }
  if (golden.outcomeOnly)
    return { status: described.status, error: described.error, cause: described.cause };
  const tail = golden.tail ?? 1000;
  const { events = [] } = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: tail }),
  );
  const start = described.startDate?.getTime() ?? 0;
  return events.reverse().map((event) => shown(event, start, golden));
}

async function ended(sfn: SFNClient, executionArn: string | undefined) {
  for (;;) {
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (described.status !== "RUNNING") return described;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** An event without what differs from run to run; its time is seconds since the start. */
function shown(event: object, start: number, { brief, tail }: Golden): unknown {
  const { id, previousEventId, type, timestamp, ...details } = event as {
    id: number;
    previousEventId: number;
    type: string;
    timestamp: Date;
  };
  const seconds = Math.floor((timestamp.getTime() - start) / 1000);
  const line = `${id}<${previousEventId} ${type}${tail === undefined ? ` +${seconds}s` : ""}`;
  const facts = Object.values(details).map((told) => JSON.stringify(told));
  if (brief) return line;
  const text = facts
    .join(" ")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/\\*"trace\\*":\[.*?\](?=[,}])/g, "<trace>")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "<time>")
    .replace(/,?"(?:input|output|assignedVariables)Details":\{"truncated":false\}/g, "");
  return text === "" || text === "{}" ? line : `${line} ${text}`;
}
