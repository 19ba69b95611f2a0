import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type LocalOptions, startLocal } from "sfn-task-tools/local";
import { onTestFinished } from "vitest";
import { ROLE } from "./engine-fixture.js";

/** A folder for the data of engines, which goes when the test has finished. */
export async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "data-dir-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** An engine on a folder, or in memory, until the block that it is in ends. */
export async function open(dataDir: string | undefined, options: LocalOptions = {}) {
  const local = await startLocal({ ...(dataDir === undefined ? {} : { dataDir }), ...options });
  const sfn = new SFNClient(local.clientConfig());
  const create = async (definition: object, more = {}) => {
    const machine = { name: "m", roleArn: ROLE, definition: JSON.stringify(definition), ...more };
    return (await sfn.send(new CreateStateMachineCommand(machine))).stateMachineArn ?? "";
  };
  const start = async (stateMachineArn: string, input: unknown = {}) => {
    const sent = { stateMachineArn, input: JSON.stringify(input) };
    return (await sfn.send(new StartExecutionCommand(sent))).executionArn ?? "";
  };
  const ended = async (executionArn: string) => {
    for (;;) {
      const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (described.status !== "RUNNING") return described;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const eventsOf = async (executionArn: string) =>
    (await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ??
    [];
  return { local, sfn, create, start, ended, eventsOf, [Symbol.asyncDispose]: () => local.close() };
}
