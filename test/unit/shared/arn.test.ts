import { describe, expect, test } from "vitest";
import { parseExecutionArn } from "../../../src/shared/arn.js";

describe("parseExecutionArn", () => {
  test.each([
    [
      "arn:aws:states:eu-west-1:123456789012:execution:machine:run-1",
      "STANDARD",
      "machine",
      "run-1",
      "run-1",
    ],
    [
      "arn:aws-cn:states:cn-north-1:123456789012:execution:machine:run-1",
      "STANDARD",
      "machine",
      "run-1",
      "run-1",
    ],
    [
      "arn:aws-us-gov:states:us-gov-west-1:123456789012:express:machine:run-1:0a-1b",
      "EXPRESS",
      "machine",
      "run-1",
      "0a-1b",
    ],
    [
      "arn:aws:states:eu-west-1:123456789012:execution:machine/Label:child-1",
      "STANDARD",
      "machine/Label",
      "child-1",
      "child-1",
    ],
  ])("reads %s", (arn, type, stateMachineName, name, uniqueName) => {
    expect(parseExecutionArn(arn)).toMatchObject({ arn, type, stateMachineName, name, uniqueName });
  });

  test.each([
    "run-1",
    "",
    undefined,
    42,
    "arn:aws:states:eu-west-1:123456789012:stateMachine:machine",
    "arn:aws:states:eu-west-1:123456789012:express:machine:run-1",
    "arn:aws:lambda:eu-west-1:123456789012:execution:machine:run-1",
    "arn:aws:states:eu-west-1:123456789012:execution:machine:",
  ])("refuses %s and says what it wants", (arn) => {
    expect(() => parseExecutionArn(arn)).toThrow(/Expected the ARN of an execution/);
  });
});
