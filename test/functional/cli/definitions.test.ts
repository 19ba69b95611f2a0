import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Pass, StateMachine } from "sfn-task-tools/workflow";
import { describe, expect, test } from "vitest";
import { greeting, startStage } from "./app-fixture.js";
import { temporaryFolder } from "./temporary-folder.js";

const WRONG = { StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } };

describe("validate", () => {
  test("finds nothing wrong with the app's machines, with no account and no request", async () => {
    const { sfnOf } = await startStage({});
    const sfn = sfnOf({ stateMachines: [greeting(), new StateMachine("echo", new Pass("Echo"))] });
    const nowhere = { env: { AWS_ENDPOINT_URL_SFN: "http://127.0.0.1:9" } };
    expect(await sfn(["validate"], nowhere)).toEqual({
      code: 0,
      out: "valid  greeting\nvalid  echo\n",
      err: "",
    });
    expect((await sfn(["validate", "echo"], nowhere)).out).toBe("valid  echo\n");
  });

  test("shows what is wrong, where, and ends with 8", async () => {
    const { sfnOf } = await startStage({});
    const sfn = sfnOf({ stateMachines: { name: "wrong", definition: WRONG } });
    const { code, out } = await sfn(["validate"]);
    expect(code).toBe(8);
    expect(out).toMatch(/^invalid {2}wrong\n {2}ERROR MISSING_TRANSITION_TARGET {2}\/States\/A/);
    const json = JSON.parse((await sfn(["validate", "--json"])).out);
    expect(json[0].diagnostics[0]).toMatchObject({ code: "MISSING_TRANSITION_TARGET" });
  });

  test("reads files of JSON and YAML, and lets Step Functions look, too", async () => {
    const folder = await temporaryFolder();
    const [json, yaml, broken] = ["a.asl.json", "b.yaml", "c.json"].map((name) =>
      join(folder, name),
    );
    await writeFile(json ?? "", JSON.stringify(WRONG));
    await writeFile(yaml ?? "", "StartAt: A\nStates:\n  A: { Type: Pass, End: true }\n");
    await writeFile(broken ?? "", '{"StartAt": }');
    const { sfn } = await startStage({});
    const ran = await sfn(["validate", json ?? "", yaml ?? "", broken ?? "", "--remote"]);
    expect(ran.code).toBe(8);
    expect(ran.out).toContain(`valid  ${yaml}`);
    expect(ran.out).toContain("ERROR INVALID_JSON_DESCRIPTION");
    const task = { Type: "Task", Resource: "arn:aws:states:::nobody:knows", End: true };
    await writeFile(json ?? "", JSON.stringify({ StartAt: "A", States: { A: task } }));
    expect((await sfn(["validate", "gone.json"])).code).toBe(2);
  });
});

describe("graph", () => {
  test("draws Mermaid, or SVG, of the app, of a file, and of what is registered", async () => {
    const { sfn, sfnOf } = await startStage({ stateMachines: greeting() });
    const mermaid = await sfn(["graph"]);
    expect([mermaid.code, mermaid.out]).toEqual([0, expect.stringContaining("Greet")]);
    expect((await sfn(["graph", "--svg"])).out).toMatch(/^<svg/);
    await sfn(["register"]);
    expect((await sfnOf({})(["graph", "greeting"])).out).toBe(mermaid.out);
    const file = join(await temporaryFolder(), "m.json");
    await writeFile(
      file,
      JSON.stringify({ StartAt: "Only", States: { Only: { Type: "Succeed" } } }),
    );
    expect((await sfnOf({})(["graph", file])).out).toContain("Only");
    expect((await sfn(["graph", "--svg", "--mermaid"])).code).toBe(2);
  });

  test("draws in what an execution did, into a file", async () => {
    const { sfn } = await startStage({ stateMachines: greeting() });
    await sfn(["register"]);
    await sfn(["start", '{"name": "Elaine"}', "--wait", "--name", "one"]);
    const file = join(await temporaryFolder(), "picture.svg");
    const ran = await sfn(["graph", "-e", "one", "--out", file]);
    expect(ran).toMatchObject({ code: 0, out: "", err: `Wrote ${file}\n` });
    const svg = await readFile(file, "utf8");
    expect(svg).toMatch(/^<svg/);
    expect(svg).toMatch(/succeeded/i);
    const latest = await sfn(["graph", "--execution", "latest", "--json"]);
    expect(JSON.parse(latest.out)).toMatchObject({ format: "mermaid" });
    expect(JSON.parse(latest.out).picture).not.toBe((await sfn(["graph"])).out.trimEnd());
  });
});
