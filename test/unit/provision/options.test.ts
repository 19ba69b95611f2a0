import { ensureStateDataStore, type ProvisionOptions } from "sfn-task-tools/provision";
import { describe, expect, test } from "vitest";

/** Whatever is sent is a failure. */
const client = { send: () => Promise.reject(new Error("Nothing should be sent.")) };
const ensure = (options: object) =>
  ensureStateDataStore({
    table: "state-data",
    clients: { dynamodb: client, s3: client },
    ...options,
  } as ProvisionOptions); // wrong on purpose

describe("names that AWS does not take", () => {
  test.each([
    undefined,
    7,
    "",
    "ab",
    "a".repeat(256),
    "state data",
    "state/data",
    "arn:aws:dynamodb:us-east-1:123456789012:table/state-data",
  ])("%s is no table", async (table) => {
    await expect(ensure({ table })).rejects.toThrow(/^Expected the "table" option to be 3 to 255/);
  });

  test.each([
    [7, "of 3 to 63"],
    ["", "of 3 to 63"],
    ["ab", "of 3 to 63"],
    ["a".repeat(64), "of 3 to 63"],
    ["State", "of 3 to 63"],
    ["state_data", "of 3 to 63"],
    ["-state", "of 3 to 63"],
    ["state-", "of 3 to 63"],
    ["state\n", "of 3 to 63"],
    ["state..data", "two periods"],
    ["192.168.5.4", "IP address"],
    ["xn--state", "prefix"],
    ["sthree-state", "prefix"],
    ["amzn-s3-demo-state", "prefix"],
    ["state-s3alias", "suffix"],
    ["state--ol-s3", "suffix"],
    ["state.mrap", "suffix"],
    ["state--use1-az4--x-s3", "suffix"],
    ["state--table-s3", "suffix"],
  ])("%s is no bucket", async (bucket, said) => {
    const error = await ensure({ bucket }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "InvalidArgumentError" });
    expect(String(error)).toContain('Expected the "bucket" option');
    expect(String(error)).toContain(said);
  });

  test.each(["abc", "state.data-1", "a".repeat(63), "1-2"])("%s is a bucket", async (bucket) => {
    await expect(ensure({ bucket })).rejects.toThrow("Nothing should be sent.");
  });
});

describe("options that are wrong", () => {
  test.each([
    ["ttlDays", 0],
    ["ttlDays", -1],
    ["ttlDays", Number.NaN],
    ["ttlDays", Number.POSITIVE_INFINITY],
    ["ttlDays", "30"],
    ["timeLimit", 0],
    ["timeLimit", 2 ** 31],
    ["region", ""],
    ["account", 123456789012],
    ["account", "12345678901"],
    ["dryRun", "yes"],
    ["tags", { team: 1 }],
    ["tags", { "aws:team": "a" }],
    ["tags", { "": "a" }],
  ])("%s: %j is refused by its name", async (option, value) => {
    const error = await ensure({ [option]: value }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "InvalidArgumentError" });
    expect(String(error)).toContain(`Expected the "${option}" option`);
  });

  test("none at all are refused", async () => {
    await expect(ensureStateDataStore(undefined as never)).rejects.toThrow(
      'Expected an object of options with "table", got undefined.',
    );
  });

  test("a client that does not say its region needs one for the bucket", async () => {
    const answers = {
      DescribeTableCommand: { Table: undefined },
      HeadBucketCommand: {},
    } as Record<string, object>;
    const silent = {
      send: async (command: object) => answers[command.constructor.name] ?? {},
    };
    const clients = { dynamodb: silent, s3: silent };
    const options = { bucket: "my-state-data", dryRun: true, clients };
    await expect(ensure(options)).rejects.toThrow(/Expected the "region" option, since/);
    expect((await ensure({ ...options, region: "eu-west-1" })).steps[2]).toMatchObject({
      action: "unchanged",
      detail: "in eu-west-1",
    });
  });
});
