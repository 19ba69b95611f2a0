import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cli } from "sfn-task-tools/cli";
import { LambdaFunction, Pass, StateMachine, Task } from "sfn-task-tools/workflow";
import { describe, expect, test, vi } from "vitest";
import { failing, greeting, ROLE, startStage, waiting } from "./app-fixture.js";
import { fakeTerminal } from "./fake-terminal.js";
import { temporaryFolder } from "./temporary-folder.js";

const ELAINE = '{"name": "Elaine"}';

async function startGreeting() {
  const stage = await startStage({ stateMachines: greeting() });
  await stage.sfn(["register"]);
  return stage;
}

describe("start", () => {
  test("an execution, of the app's only machine, is waited for, and its output printed", async () => {
    const { sfn } = await startGreeting();
    const { code, out, err } = await sfn(["start", ELAINE, "--wait"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ name: "Elaine", greeting: "Hello Elaine" });
    const lines = err.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^Started arn:aws:states:.*:execution:greeting:greeting_/);
    expect(lines.slice(1).map((line) => line.replace(/, [\d.]+ s$/, ""))).toEqual(
      expect.arrayContaining(["Begin: succeeded", "Greet: succeeded"]),
    );
    expect(lines.at(-1)).toMatch(/^Greet: succeeded, \d\.\d{3} s$/);
  });

  test("on a terminal a line for each state is drawn, in colour", async () => {
    const { sfn } = await startGreeting();
    const { out, err } = await sfn(["start", ELAINE, "-w"], { columns: 60 });
    expect(JSON.parse(out)).toHaveProperty("greeting");
    const shown = err.replaceAll("\u001b", "ESC");
    expect(shown).toMatch(/Greet {2}ESC\[36mrunningESC\[39m {4}0\.\d{3} s/);
    expect(shown).toMatch(/Greet {2}ESC\[32msucceededESC\[39m {2}0\.\d{3} s/);
    // Drawn over what was there before.
    expect(shown).toContain("ESC[2KESC[1A");
  });

  test("the input comes from a file, from stdin, or is {}", async () => {
    const { sfn, sfnOf } = await startGreeting();
    const file = join(await temporaryFolder(), "input");
    await writeFile(file, `\uFEFF${ELAINE}`);
    const outputs = [
      await sfn(["start", file, "--wait", "-q"]),
      await sfn(["start", "greeting", "-", "--wait", "-q"], { stdin: ELAINE }),
      await sfn(["start", "-", "--wait", "-q"], { stdin: ELAINE }),
    ];
    for (const { out, err } of outputs) {
      expect([JSON.parse(out).greeting, err]).toEqual(["Hello Elaine", ""]);
    }
    const echo = { stateMachines: new StateMachine("echo", new Pass("Echo")), roleArn: ROLE };
    await sfnOf(echo)(["register"]);
    expect((await sfnOf({})(["start", "echo", "--wait", "--json"])).out).toContain('"output":{}');
  });

  test("without --wait the ARN is all; its name may be chosen, once", async () => {
    const { sfn } = await startGreeting();
    const arn = "arn:aws:states:us-east-1:123456789012:execution:greeting:one";
    expect(await sfn(["start", ELAINE, "--name", "one"])).toEqual({
      code: 0,
      out: `${arn}\n`,
      err: "",
    });
    const { code, err } = await sfn(["start", '{"name": "Jerry"}', "--name", "one"]);
    expect([code, err]).toEqual([5, expect.stringContaining("Execution Already Exists")]);
  });

  test("an execution that fails ends with 3, and says why", async () => {
    const { sfn } = await startStage({ stateMachines: failing() });
    await sfn(["register"]);
    const { code, out, err } = await sfn(["start", "-w"]);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain("Nope: failed");
    expect(err).toContain("it ended FAILED (Refused: no way)");
    const json = await sfn(["start", "-w", "--json"]);
    expect(JSON.parse(json.out)).toMatchObject({ status: "FAILED", error: "Refused" });
    expect(JSON.parse(json.err.split("\n").at(-2) ?? "")).toMatchObject({
      error: "ExecutionFailedError",
      exitCode: 3,
    });
  });

  test("an EXPRESS machine runs in one call", async () => {
    const express = {
      name: "quick",
      type: "EXPRESS",
      definition: greeting().definition({ region: "us-east-1", account: "123456789012" }),
    } as const;
    const { sfn } = await startStage({ stateMachines: express });
    await sfn(["register"]);
    expect(JSON.parse((await sfn(["start", ELAINE, "-w"])).out)).toHaveProperty("greeting");
  });

  test("one that failed is redriven, and waited for", async () => {
    let works = false;
    const mend = () => {
      if (!works) throw new TypeError("not yet");
      return "mended";
    };
    const task = new Task("Mend", new LambdaFunction("mend", { envelope: false }));
    const parts = { stateMachines: new StateMachine("mending", task) };
    const { sfn } = await startStage(parts, { functions: { mend } });
    await sfn(["register"]);
    expect((await sfn(["start", "-w", "--name", "one"])).code).toBe(3);
    works = true;
    const { code, out, err } = await sfn(["redrive", "one", "--wait"]);
    expect([code, out]).toEqual([0, '"mended"\n']);
    expect(err).toMatch(/^Redriven arn:.*:one\n[\s\S]*Mend: succeeded/);
    const again = await sfn(["redrive", "one"]);
    expect([again.code, again.out]).toEqual([5, ""]);
  });

  test("Ctrl-C while it waits says that the execution goes on, and how to stop it", async () => {
    const { sfn, env } = await startStage({ stateMachines: waiting() });
    await sfn(["register"]);
    const terminal = fakeTerminal({ env });
    const running = cli({ name: "app", stateMachines: waiting() }).run(["start", "-w"], terminal);
    await vi.waitFor(() => expect(terminal.err).toContain("Sleep: running"), 5_000);
    terminal.press("SIGINT");
    expect(await running).toBe(130);
    const [arn = ""] = /arn:\S+/.exec(terminal.err) ?? [];
    expect(terminal.err).toContain(`The execution goes on: ${arn}\nTo stop it: app stop ${arn}\n`);
    expect((await sfn(["describe", arn, "--json"])).out).toContain('"status":"RUNNING"');

    const stopped = await sfn(["stop", arn, "--error", "Enough", "--cause", "of it"]);
    expect(stopped).toMatchObject({ code: 0, out: `Stopped ${arn}\n` });
    expect((await sfn(["describe", arn])).out).toMatch(/error +Enough\ncause +of it/);
    expect((await sfn(["stop", arn])).code).toBe(0);
  });
});

describe("executions", () => {
  test("are a table, the latest first, of one status or all", async () => {
    const { sfn } = await startGreeting();
    for (const name of ["one", "two", "three"]) await sfn(["start", ELAINE, "-w", "--name", name]);
    const { out } = await sfn(["executions"]);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^NAME {3}STATUS {5}STARTED {22}TOOK$/);
    expect(lines.slice(1).map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ["three", "SUCCEEDED"],
      ["two", "SUCCEEDED"],
      ["one", "SUCCEEDED"],
    ]);
    expect((await sfn(["executions", "--status", "FAILED"])).out).not.toContain("one");
    const limited = await sfn(["executions", "greeting", "--limit", "2", "--json"]);
    expect(JSON.parse(limited.out).map(({ name }: { name: string }) => name)).toEqual([
      "three",
      "two",
    ]);
    expect(limited.err).toContain("There are more than 2");
  });

  test("are cut to a narrow terminal, never in a pipe", async () => {
    const { sfn } = await startGreeting();
    const name = "a-name-that-is-much-longer-than-a-narrow-terminal-has-columns";
    await sfn(["start", ELAINE, "-w", "--name", name]);
    const narrow = await sfn(["executions"], { columns: 60, env: { NO_COLOR: "1" } });
    expect(narrow.out).not.toContain(name);
    for (const line of narrow.out.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
    expect((await sfn(["executions"])).out).toContain(name);
  });
});

describe("history and describe", () => {
  test("show the latest execution, one by its name, and one by its ARN", async () => {
    const { sfn } = await startGreeting();
    await sfn(["start", ELAINE, "-w", "--name", "one"]);
    const latest = await sfn(["history"]);
    expect(latest.err).toBe("The latest execution of greeting: one\n");
    expect(latest.out).toMatch(/\[1\] {2}ExecutionStarted {2}input \{"name":"Elaine"\}/);
    expect(latest.out).not.toContain("parameters");
    const byName = await sfn(["history", "one", "--data"]);
    expect(byName.out).toMatch(/LambdaFunctionScheduled .*input/);
    const arn = "arn:aws:states:us-east-1:123456789012:execution:greeting:one";
    const json = await sfn(["history", arn, "--json"]);
    expect(JSON.parse(json.out)[0]).toMatchObject({ id: 1, type: "ExecutionStarted" });

    expect((await sfn(["describe", "one"])).out).toMatch(
      /^name {5}one\n[\s\S]*status {3}SUCCEEDED/,
    );
    expect((await sfn(["describe"])).out).toMatch(/states {6}Begin, Greet/);
  });

  test("a machine or execution that is not there ends with 4", async () => {
    const { sfn } = await startGreeting();
    for (const argv of [
      ["describe", "nobody", "-m", "greeting"],
      ["executions", "nobody"],
      ["history"],
      ["stop", "nobody"],
      ["redrive", "nobody"],
      ["start", "nobody", "{}"],
    ]) {
      const { code, out, err } = await sfn(argv);
      expect([argv[0], code, out]).toEqual([argv[0], 4, ""]);
      expect(err).toMatch(/^error: Expected .*\n/);
      expect(err).not.toContain("    at ");
    }
  });

  test("control characters of a cause do nothing to the terminal", async () => {
    const evil = {
      name: "evil",
      definition: {
        StartAt: "F",
        States: { F: { Type: "Fail", Error: "E", Cause: "\u001b[2Jgone" } },
      },
    };
    const { sfn } = await startStage({ stateMachines: evil });
    await sfn(["register"]);
    const said = [
      await sfn(["start", "-w"]),
      await sfn(["history"]),
      await sfn(["describe", "-m", "evil"]),
    ];
    for (const { out, err } of said) {
      expect(out + err).not.toContain("\u001b");
      expect(out + err).toContain("\\u001b[2Jgone");
    }
  });
});
