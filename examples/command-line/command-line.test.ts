import { startLocal } from "sfn-task-tools/local";
import { expect, onTestFinished, test, vi } from "vitest";
import { greetings } from "./program.js";
import app from "./workflow.js";

test("the program registers its app, and starts an execution", async () => {
  await using local = await startLocal({ functions: app.functions });
  for (const [name, value] of Object.entries(local.environment)) vi.stubEnv(name, value);
  const said: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    process.exitCode = 0;
  });

  expect(await greetings.run(["validate"])).toBe(0);
  expect(await greetings.run(["register"])).toBe(0);
  expect(await greetings.run(["start", '{"name": "Elaine"}', "--name", "one"])).toBe(0);
  expect(said.join("")).toBe(
    [
      "valid  greeting",
      "created  activity greetings-shout",
      "created  state machine greeting",
      "arn:aws:states:us-east-1:123456789012:execution:greeting:one",
      "",
    ].join("\n"),
  );
});
