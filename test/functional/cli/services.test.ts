import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { cli } from "sfn-task-tools/cli";
import { expect, onTestFinished, test, vi } from "vitest";
import { failing, ROLE, startStage } from "./app-fixture.js";
import { fakeTerminal, run } from "./fake-terminal.js";
import { temporaryFolder } from "./temporary-folder.js";

/** A service that answers so. */
async function startService(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // of a server that listens
}

function refusing(type: string, message: string): RequestListener {
  return (_request, response) => {
    response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify({ __type: type, message }));
  };
}

test.each([
  [["strat"], "(Did you mean start?)"],
  [["start", "--wiat"], "(Did you mean --wait?)"],
  [["state", "gte"], "(Did you mean get?)"],
  [["executions", "m", "--status", "BROKEN"], "RUNNING, SUCCEEDED"],
  [["executions", "m", "--limit", "none"], "Expected a whole number from 1 on"],
  [["local", "--port", "99999"], "Expected a port from 0 to 65535"],
  [["stop"], "missing required argument"],
  [["stop", "a", "b"], "too many arguments"],
])("%j is answered with what was meant, and with 2", async (argv, message) => {
  const { code, out, err } = await run(cli(), argv);
  expect([code, out, err]).toEqual([2, "", expect.stringContaining(message)]);
});

test("help has an example for every command", async () => {
  const { code, out } = await run(cli({ version: "1.2.3" }), ["--help"]);
  expect(code).toBe(0);
  const commands = out.slice(out.indexOf("Commands:")).matchAll(/^ {2}(\w+)/gm);
  const names = [...commands].map(([, name = ""]) => name).filter((name) => name !== "help");
  expect(names.length).toBeGreaterThan(12);
  for (const name of names.flatMap((name) =>
    name === "state" ? ["state get", "state list", "state delete"] : name,
  )) {
    const help = await run(cli(), [...name.split(" "), "--help"]);
    expect([name, help.code, help.out]).toEqual([
      name,
      0,
      expect.stringMatching(`Examples?:\n {2}\\$ sfn-task-tools ${name}`),
    ]);
  }
  expect((await run(cli({ version: "1.2.3" }), ["--version"])).out).toBe("1.2.3\n");
  expect((await run(cli(), [])).code).toBe(2);
});

test("an endpoint that nobody listens on is named, soon", async () => {
  const { code, out, err } = await run(cli(), [
    "executions",
    "m",
    "--endpoint-url",
    "http://127.0.0.1:9",
  ]);
  expect([code, out]).toEqual([7, ""]);
  expect(err).toMatch(/ECONNREFUSED[\s\S]*Asked: Step Functions at http:\/\/127\.0\.0\.1:9\.\n$/);
  expect(err).not.toContain("    at ");
});

test("an endpoint that does not answer is left at Ctrl-C", async () => {
  const asked = vi.fn();
  const endpoint = await startService(() => asked());
  const terminal = fakeTerminal();
  const running = cli().run(["executions", "m", "--endpoint", endpoint], terminal);
  await vi.waitFor(() => expect(asked).toHaveBeenCalled(), 5_000);
  terminal.press("SIGINT");
  expect([await running, terminal.err]).toEqual([130, ""]);
});

test("a refusal names the action, and what is secret stays so", async () => {
  const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  const message = `User: x is not authorized to perform: states:ListStateMachines (${secret})`;
  const endpoint = await startService(refusing("AccessDeniedException", message));
  const withPassword = endpoint.replace("//", "//user:password@");
  const env = { AWS_SECRET_ACCESS_KEY: secret };
  for (const more of [[], ["--json"], ["-v", "-v"]]) {
    const argv = ["executions", "m", "--endpoint", withPassword, ...more];
    const { code, out, err } = await run(cli(), argv, { env });
    expect([code, out]).toEqual([6, ""]);
    expect(err).toContain("states:ListStateMachines (…)");
    expect(err).not.toContain(secret);
    expect(err).not.toContain("password");
    expect(err.includes("    at ")).toBe(more.length === 2);
  }
});

test("-v tells each request, -q leaves out what helps, and JSON is alone on stdout", async () => {
  const { sfn } = await startStage({ stateMachines: failing() });
  await sfn(["register"]);
  await sfn(["start"]);
  expect((await sfn(["-v", "history"])).err).toMatch(
    /Step Functions: ListStateMachines, \d+ ms\n[\s\S]*The latest execution of failing/,
  );
  expect((await sfn(["history", "-q"])).err).toBe("");
  expect(JSON.parse((await sfn(["describe", "--json"])).out)).toHaveProperty("name", "failing");
});

test("colours are for terminals, unless NO_COLOR or FORCE_COLOR say otherwise", async () => {
  const { sfn } = await startStage({ stateMachines: failing() });
  await sfn(["register"]);
  const coloured = async (env: Record<string, string>, columns?: number) =>
    (await sfn(["describe"], { env, ...(columns === undefined ? {} : { columns }) })).out.includes(
      "\u001b[",
    );
  expect(await coloured({})).toBe(false);
  expect(await coloured({}, 80)).toBe(true);
  expect(await coloured({ NO_COLOR: "1" }, 80)).toBe(false);
  expect(await coloured({ TERM: "dumb" }, 80)).toBe(false);
  expect(await coloured({ FORCE_COLOR: "1" })).toBe(true);
  expect(await coloured({ FORCE_COLOR: "0" }, 80)).toBe(false);
});

test.each([
  ["gone.ts", undefined, "there is no file"],
  ["syntax.ts", "const a: number = ;\n", "syntax.ts:1:"],
  ["import.mjs", "import './nothing.mjs';\n", "nothing.mjs"],
  ["number.mjs", "export default 7;\n", "got 7 (number). The shape is: export default defineApp({"],
  [
    "machine.mjs",
    "export default { name: 'm', definition: {} };\n",
    "got an object with name, definition",
  ],
  ["none.mjs", "export const app = {};\n", "got exports named app"],
  ["strange.mjs", "export default { functions: {}, machines: [] };\n", "got machines"],
  ["role.mjs", "export default { functions: {}, roleArn: 1 };\n", '"roleArn" of'],
  ["activity.mjs", "export default { activities: [() => 1] };\n", '"activities" of'],
  ["function.mjs", "export default { functions: { a: 1 } };\n", 'got 1 (number) for "a"'],
  [
    "twice.mjs",
    "const m = { name: 'm', definition: {} }; export default { stateMachines: [m, m] };\n",
    'two named "m"',
  ],
])("the app %s is refused, with what came and the right shape", async (name, text, told) => {
  const path = join(await temporaryFolder(), name);
  if (text !== undefined) await writeFile(path, text);
  const { code, out, err } = await run(cli(), ["register", "--app", path]);
  expect([code, out, err]).toEqual([2, "", expect.stringContaining(told)]);
});

test("SFN_APP names the app, too, and TypeScript beyond Node's is read", async () => {
  const path = join(await temporaryFolder(), "app.ts");
  await writeFile(
    path,
    "enum Name { Only = 'only' }\nexport default { stateMachines: { name: Name.Only as string, definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } } } };\n",
  );
  vi.stubEnv("SFN_APP", path);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect((await run(cli(), ["validate"])).out).toBe("valid  only\n");
});

test("what is missing is said, for parts that were not supplied", async () => {
  const { sfnOf } = await startStage({});
  const none = sfnOf({});
  for (const [argv, message] of [
    [["start"], "Expected a state machine: its name"],
    [["register"], "Expected state machines or activities to register"],
    [["deregister"], "Expected state machines or activities to deregister"],
    [["validate"], "Expected definitions to validate"],
    [["graph"], "Expected a state machine"],
    [["history", "some"], "Expected a state machine"],
    [["executions", "--endpoint", "nowhere"], "Expected the endpoint to be a URL"],
    [["start", "m", "gone.json"], "gone.json cannot be read"],
    [["start", "m", "-"], "got nothing"],
  ] as const) {
    const { code, err } = await none(argv, { stdin: "" });
    expect([argv[0], code, err]).toEqual([argv[0], 2, expect.stringContaining(message)]);
  }
  const two = [failing(), { ...failing(), name: "other", definition: failing().definition() }];
  const several = await sfnOf({ stateMachines: two, roleArn: ROLE })(["start"]);
  expect([several.code, several.err]).toEqual([2, expect.stringContaining("failing, other")]);
});

test("JSON that is none says in which line and column", async () => {
  const { sfn } = await startStage({ stateMachines: failing() });
  const place = async (stdin: string) =>
    /in line (\d+), column (\d+)/.exec((await sfn(["start", "-"], { stdin })).err)?.slice(1, 3);
  expect(await place('{\n  "a": 1,\n  wrong: 2\n}')).toEqual(["3", "3"]);
  expect(await place('{"a": }')).toEqual(["1", "7"]);
  expect(await place('{"a": 1')).toEqual(["1", "8"]);
});
