import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AppParts, cli } from "sfn-task-tools/cli";
import { StateMachine, Task } from "sfn-task-tools/workflow";
import { expect, onTestFinished, test, vi } from "vitest";
import { greet, greeting, shouts } from "./app-fixture.js";
import { type FakeTerminal, fakeTerminal, run } from "./fake-terminal.js";
import { temporaryFolder } from "./temporary-folder.js";

const PORTS = ["--port", "0"];

/** `local`, until the test is over, and a command line that speaks to it. */
async function startLocalCommand(argv: readonly string[], parts: AppParts = {}) {
  const terminal = fakeTerminal();
  const running = cli(parts).run(["local", ...PORTS, ...argv], terminal);
  onTestFinished(async () => {
    terminal.press("SIGTERM");
    expect(await running).toBe(0);
  });
  const ready = vi.waitFor(() => expect(terminal.out).toContain("Ctrl-C ends it."), 20_000);
  await Promise.race([ready, running.then((code) => expect([code, terminal.err]).toBe("running"))]);
  const [, endpoint = ""] = /Step Functions {2}(\S+)/.exec(terminal.out) ?? [];
  const sfn = (...args: string[]) => run(cli(), ["--endpoint", endpoint, ...args]);
  return { terminal, running, sfn };
}

async function until(terminal: FakeTerminal, text: string): Promise<void> {
  await vi.waitFor(() => expect(terminal.err).toContain(text), 10_000);
}

test("an app's machines, functions and activities run, and Ctrl-C closes it all", async () => {
  const activities = shouts();
  const [shout] = activities.activities;
  if (shout === undefined) throw new Error("Expected an activity");
  const shouting = new StateMachine("shouting", new Task("Shout", shout));
  const parts = { stateMachines: [greeting(), shouting], activities, functions: { greet } };
  const { terminal, running, sfn } = await startLocalCommand([], parts);
  expect(terminal.out).toMatch(
    /State machines {2}greeting, shouting\nFunctions {7}greet\nActivities {6}demo-shout/,
  );
  const greeted = await sfn("start", "greeting", '{"name": "Elaine"}', "--wait");
  expect(JSON.parse(greeted.out)).toHaveProperty("greeting", "Hello Elaine");
  expect((await sfn("start", "shouting", '"hi"', "-w")).out).toBe('"HI"\n');
  terminal.press("SIGINT");
  expect(await running).toBe(0);
  expect((await sfn("executions", "greeting")).code).toBe(7);
});

test("a handler finds the table and the bucket of the local stores", async () => {
  const { StateDataClient } = await import("sfn-task-tools/state-data");
  const keep = async (value: unknown) => {
    const { SFN_DATA_TABLE: table, SFN_DATA_S3_BUCKET: bucket } = process.env;
    const data = new StateDataClient({ table, bucket, namespace: "machine/run" });
    return data.getItem(await data.putItem("kept", value));
  };
  const definition = {
    StartAt: "Keep",
    States: {
      Keep: {
        Type: "Task",
        Resource: "arn:aws:lambda:us-east-1:123456789012:function:keep",
        End: true,
      },
    },
  };
  vi.stubEnv("SFN_DATA_TABLE", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { terminal, running, sfn } = await startLocalCommand([], {
    stateMachines: { name: "keeping", definition },
    functions: { keep },
  });
  expect(await sfn("start", "keeping", '{"kept": true}', "-w", "-q")).toEqual({
    code: 0,
    out: '{\n  "kept": true\n}\n',
    err: "",
  });
  terminal.press("SIGINT");
  await running;
  expect(process.env.SFN_DATA_TABLE).toBeUndefined();
});

/** A module of TypeScript, which imports one of TypeScript and one of JavaScript. */
async function writeApp() {
  const folder = await temporaryFolder();
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write("words.mjs", `export const word = "Hello";\n`);
  await write(
    "handlers.ts",
    `import { word } from "./words.mjs";\nexport const greet = (event: { name: string }): string => word + " " + event.name;\n`,
  );
  const app = (comment: string, more = "", type = "STANDARD") =>
    write(
      "app.ts",
      `import { greet } from "./handlers.js";
const arn: string = "arn:aws:lambda:us-east-1:123456789012:function:greet";
const definition = { Comment: ${JSON.stringify(comment)}, StartAt: "Greet", States: { Greet: { Type: "Task", Resource: arn, End: true } } };
export default { stateMachines: [{ name: "greeting", type: "${type}", definition }${more}], functions: { greet } };
`,
    );
  await app("first");
  return { folder, path: join(folder, "app.ts"), app, write };
}

test("an app of files is loaded again when one changes, and says what changed", async () => {
  const { path, app, write } = await writeApp();
  const { terminal, sfn } = await startLocalCommand(["--app", path]);
  const greeted = async () =>
    (await sfn("start", "greeting", '{"name": "Elaine"}', "-w", "-q")).out;
  expect(await greeted()).toBe('"Hello Elaine"\n');

  await app(
    "second",
    `, { name: "more", definition: { StartAt: "A", States: { A: { Type: "Succeed" } } } }`,
  );
  await until(terminal, "created state machine more");
  expect(terminal.err).toMatch(
    /Changed: .*app\.ts\n {2}updated state machine greeting\n {4}~ definition\.Comment: "first" -> "second"\n/,
  );

  await write("words.mjs", `export const word = "Bye";\n`);
  await until(terminal, "words.mjs");
  expect(await greeted()).toBe('"Bye Elaine"\n');
  await write("handlers.ts", `export const greet = (event: { name: string }) => event.name;\n`);
  await until(terminal, "handlers.ts");
  expect(await greeted()).toBe('"Elaine"\n');

  await app("third");
  await until(terminal, "deleted state machine more");
  await app("third", "", "EXPRESS");
  await until(terminal, "created state machine greeting");
  expect((await sfn("describe", "greeting")).out).toContain("EXPRESS");
});

test("an error in a file is shown, and the old app goes on", async () => {
  const { path, app, write } = await writeApp();
  const { terminal, sfn } = await startLocalCommand(["--app", path]);
  const greeted = async () =>
    (await sfn("start", "greeting", '{"name": "Elaine"}', "-w", "-q")).out;
  await write("handlers.ts", "export const greet = (event: => 1;\n");
  await until(terminal, "The app goes on as it was.");
  expect(terminal.err).toMatch(
    /error: Expected .*app\.ts to be a module that loads, got .*\n.*handlers\.ts:1/,
  );
  expect(await greeted()).toBe('"Hello Elaine"\n');

  await write("handlers.ts", "export const greet = () => 'mended';\n");
  await vi.waitFor(async () => expect(await greeted()).toBe('"mended"\n'), 10_000);
  const told = terminal.err.length;
  await write("handlers.ts", "export const greet = () => 'of the app that was refused';\n");
  await app("x", ', { name: "wrong", definition: { StartAt: "Nowhere", States: {} } }');
  await vi.waitFor(
    () => expect(terminal.err.slice(told)).toContain('definition of "wrong"'),
    10_000,
  );
  await vi.waitFor(async () => expect(await greeted()).toBe('"mended"\n'), 10_000);
  expect((await sfn("describe", "greeting", "--json")).out).not.toContain('"Comment":"x"');
});

test("with --no-watch it stays as it was", async () => {
  const { path } = await writeApp();
  const { terminal } = await startLocalCommand(["--app", path, "--no-watch"]);
  expect(terminal.out).not.toContain("Watching");
});

test("an app that does not load ends it at once", async () => {
  const { folder, write } = await writeApp();
  await write("wrong.ts", "export const app = 1;\n");
  const ran = await run(cli(), ["local", ...PORTS, "--app", join(folder, "wrong.ts")]);
  expect([ran.code, ran.out]).toEqual([2, ""]);
  expect(ran.err).toContain("to have a default export, got exports named app");
});
