import { SFNClient } from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { walk } from "./walk.js";

test("the walk says what it would say on AWS", async () => {
  await using local = await startLocal();
  const said: string[] = [];
  await walk(new SFNClient(local.clientConfig()), (line) => said.push(line));
  expect(said).toEqual([
    "created HelloWorld, which is ACTIVE",
    "listed HelloWorld",
    'the execution SUCCEEDED with "Hello World!"',
    "  0 → 1 ExecutionStarted",
    "  0 → 2 PassStateEntered",
    "  2 → 3 PassStateExited",
    "  3 → 4 ExecutionSucceeded",
    "1 execution of it",
    "deleted: StateMachineDoesNotExist",
  ]);
});
