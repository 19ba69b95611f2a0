import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StepFunctions } from "sfn-task-tools/execution";
import { expect, test, vi } from "vitest";
import { ROLE, startStage, waiting } from "./app-fixture.js";
import { spawnCommand } from "./spawn-command.js";
import { temporaryFolder } from "./temporary-folder.js";

// Each process takes a good part of a second: what can be seen within one is tested elsewhere.

test("an app that does not load is told with file and line, without a stack trace", async () => {
  const folder = await temporaryFolder();
  const cases = {
    "syntax.mjs": ["export default {\n  a: ,\n};\n", "syntax.mjs:2"],
    "throws.mjs": ["\nthrow new Error('no luck');\n", "no luck", "throws.mjs:2:7"],
  } as const;
  const runs = Object.entries(cases).map(async ([name, [text, ...told]]) => {
    await writeFile(join(folder, name), text);
    const argv = ["register", "--app", name];
    const { code, out, err } = await spawnCommand(argv, { cwd: folder }).ended;
    expect([name, code, out]).toEqual([name, 2, ""]);
    for (const words of told) expect(err).toContain(words);
    expect(err.split("\n").filter((line) => line.startsWith("    at ")).length).toBeLessThan(2);
  });
  await Promise.all(runs);
});

test("a pipe that is closed ends it quietly", async () => {
  const { local, env } = await startStage({});
  const { SFNClient } = await import("@aws-sdk/client-sfn");
  const client = new SFNClient(local.clientConfig());
  const stepFunctions = new StepFunctions({ client });
  const definition = { StartAt: "A", States: { A: { Type: "Pass", End: true } } };
  await stepFunctions.register({ name: "passing", definition }, { roleArn: ROLE });
  const execution = await stepFunctions.start("passing", { large: "x".repeat(200_000) });
  await execution.wait();
  client.destroy();

  const { child, ended } = spawnCommand(["history", execution.arn, "--data"], { env });
  await once(child.stdout, "data");
  child.stdout.destroy();
  expect(await ended).toMatchObject({ code: 0, err: "" });
});

test("Ctrl-C ends a wait with 130", async () => {
  const { sfn, env } = await startStage({ stateMachines: waiting() });
  await sfn(["register"]);
  const { child, ended, said } = spawnCommand(["start", "waiting", "-w"], { env });
  await vi.waitFor(() => expect(said().err).toContain("Sleep: running"), 10_000);
  child.kill("SIGINT");
  const { code, err } = await ended;
  expect([code, err]).toEqual([130, expect.stringContaining("The execution goes on: arn:")]);
});

test("without credentials, it says where they come from, and asks nobody for long", async () => {
  const env = { AWS_REGION: "eu-west-1", HOME: await temporaryFolder() };
  const [nobody, profile] = await Promise.all([
    spawnCommand(["executions", "orders"], { env }).ended,
    spawnCommand(["executions", "orders", "--profile", "nobody"], { env }).ended,
  ]);
  expect([nobody.code, nobody.out]).toEqual([6, ""]);
  expect(nobody.err).toMatch(/AWS_PROFILE[\s\S]*Asked: Step Functions at AWS, eu-west-1\.\n$/);
  expect(nobody.err).toContain("--endpoint http://127.0.0.1:8083");
  expect([profile.code, profile.err]).toEqual([6, expect.stringContaining("profile nobody")]);
});
