import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { cli } from "sfn-task-tools/cli";
import { StateDataClient } from "sfn-task-tools/state-data";
import { expect, onTestFinished, test, vi } from "vitest";
import { startStage } from "./app-fixture.js";
import { fakeTerminal } from "./fake-terminal.js";
import { temporaryFolder } from "./temporary-folder.js";

const NAMES = ["--table", "state-data", "--bucket", "state-data"];

/** A command line, and a client that puts. */
async function startStores() {
  const stage = await startStage({});
  const { sfn, local } = stage;
  const provisioned = await sfn(["provision", ...NAMES]);
  expect(provisioned.code).toBe(0);
  const clients = {
    dynamodb: new DynamoDBClient(local.clientConfig("dynamodb")),
    s3: new S3Client(local.clientConfig("s3")),
  };
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy();
  });
  const data = new StateDataClient({
    table: "state-data",
    bucket: "state-data",
    namespace: "orders/run-1",
    clients,
  });
  return { ...stage, data };
}

test("provisioning makes the table and the bucket, once; a dry run makes nothing", async () => {
  const { sfn } = await startStage({});
  const planned = await sfn(["provision", ...NAMES, "--dry-run"]);
  expect(planned.out).toMatch(/^ACTION .*\nwould create +table +state-data/);
  const made = await sfn(["provision"], {
    env: { SFN_DATA_TABLE: "state-data", SFN_DATA_S3_BUCKET: "state-data" },
  });
  expect(made.out).toMatch(/\ncreated +table +state-data/);
  const again = await sfn(["provision", ...NAMES, "--json"]);
  expect(JSON.parse(again.out)).toMatchObject({ changed: false });
  expect(await sfn(["provision"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("--table"),
  });
});

test("what a pointer leads to is shown, from DynamoDB or S3", async () => {
  const { sfn, data } = await startStores();
  const item = await data.putItem("report", { words: 12 });
  const list = await data.putItems("cast", [{ name: "Elaine" }, { name: "Jerry" }]);
  const noise = Array.from({ length: 60_000 }, () => Math.random().toString(36)).join("");
  const large = await data.putItem("large", { noise });

  const got = async (...argv: string[]) => JSON.parse((await sfn(["state", "get", ...argv])).out);
  expect(await got(JSON.stringify(item))).toEqual({ words: 12 });
  expect(await got(JSON.stringify({ $state_data: item }))).toEqual({ words: 12 });
  expect(await got(JSON.stringify(list))).toEqual([{ name: "Elaine" }, { name: "Jerry" }]);
  expect(await got(JSON.stringify(list), "--index", "1")).toEqual({ name: "Jerry" });
  expect(await got(JSON.stringify(large))).toEqual({ noise });
  const event = {
    items_result_table_name: list.table_name,
    items_result_partition_key: list.partition_key,
    items_result_key: list.key,
    context_index: 1,
  };
  expect(await got(JSON.stringify(event))).toEqual({ name: "Jerry" });
  expect(await got("-t", "state-data", "-k", "orders/run-1:report")).toEqual({ words: 12 });
  expect(await got("-t", "state-data", "-k", "orders/run-1:cast")).toHaveLength(2);

  const file = join(await temporaryFolder(), "pointer.json");
  await writeFile(file, JSON.stringify(list));
  const listed = await sfn(["state", "list", file]);
  expect(listed.out.split("\n")).toEqual([
    "INDEX  BYTES  ITEM",
    '    0     17  {"name":"Elaine"}',
    '    1     16  {"name":"Jerry"}',
    "",
  ]);
  const piped = await sfn(["state", "get", "-"], { stdin: JSON.stringify(item) });
  expect(JSON.parse(piped.out)).toEqual({ words: 12 });
});

test("deleting asks, or needs --yes", async () => {
  const { sfn, data, env } = await startStores();
  const pointer = JSON.stringify(await data.putItems("cast", ["Elaine", "Jerry"]));
  const refused = await sfn(["state", "delete", pointer]);
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("Give --yes to do it")]);

  const answer = async (text: string) => {
    const terminal = fakeTerminal({ columns: 80, env });
    const running = cli().run(["state", "delete", pointer], terminal);
    await vi.waitFor(() => expect(terminal.err).toContain("[y/N]"), 5_000);
    terminal.type(text);
    return { code: await running, out: terminal.out };
  };
  expect(await answer("n\n")).toEqual({ code: 0, out: "" });
  expect((await sfn(["state", "get", pointer])).out).toContain("Elaine");
  expect((await answer("y\n")).out).toMatch(
    /^Deleted orders\/run-1:cast~\w+ in the table state-data: \d rows, 0 objects\n$/,
  );
  expect((await sfn(["state", "get", pointer])).code).toBe(4);
  expect((await sfn(["state", "delete", pointer, "--yes"])).code).toBe(0);
});

test("Ctrl-C at the question deletes nothing", async () => {
  const { sfn, data, env } = await startStores();
  const pointer = JSON.stringify(await data.putItem("kept", 1));
  const terminal = fakeTerminal({ columns: 80, env });
  const running = cli().run(["state", "delete", pointer], terminal);
  await vi.waitFor(() => expect(terminal.err).toContain("[y/N]"), 5_000);
  terminal.press("SIGINT");
  expect(await running).toBe(130);
  expect((await sfn(["state", "get", pointer])).out).toBe("1\n");
});

test.each([
  [["state", "get"], "Expected a pointer"],
  [["state", "get", "[1]"], "Expected the pointer to be"],
  [["state", "get", "{}"], '"table_name"'],
  [["state", "get", "-t", "t", "-k", "a:b", "-i", "one"], "Expected the index"],
])("%j is refused", async (argv, message) => {
  const { sfn } = await startStage({});
  const { code, err } = await sfn(argv);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});
