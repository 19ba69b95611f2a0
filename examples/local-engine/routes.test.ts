import { runMachine, startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { charge } from "../workflow/order.js";

test("some of the work is done elsewhere", async () => {
  await using other = await startLocal(); // stands for another emulator
  const emulator = { endpoint: other.dynamodb };
  // #region routes
  await using local = await startLocal({
    functions: { charge }, // in this process
    routes: {
      price: "aws", // this function on AWS, by the SDK's own credentials
      "lambda:legacy-*": { endpoint: "http://127.0.0.1:3001" }, // those of `sam local start-lambda`
      "*dynamodb:*": emulator, // { endpoint: "http://127.0.0.1:4566" }
      "aws-sdk:kms:*": { profile: "dev", region: "eu-west-1" },
    },
  });
  // #endregion routes
  const listing = {
    StartAt: "List",
    States: {
      List: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:dynamodb:listTables",
        Parameters: {},
        End: true,
      },
    },
  };
  expect((await runMachine(listing, { local })).output).toEqual({ TableNames: [] });
});
